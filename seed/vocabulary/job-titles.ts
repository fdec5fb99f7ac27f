import type { SeniorityLevel } from '../../src/model/engagement.js';

export const DEPARTMENTS = ['Data Science', 'Engineering', 'Business Analytics', 'Marketing', 'Product'] as const;
export type Department = (typeof DEPARTMENTS)[number];

export interface JobTitle {
  readonly title: string;
  readonly seniorityLevel: SeniorityLevel;
  readonly department: Department;
  /** Relative frequency; the weights of all titles sum to 120. */
  readonly weight: number;
}

const job = (title: string, seniorityLevel: SeniorityLevel, department: Department, weight: number): JobTitle => ({
  title,
  seniorityLevel,
  department,
  weight,
});

/** The thirty job titles of the reference notebook with its weights. */
export const JOB_TITLES: readonly JobTitle[] = [
  job('Student (Data Science)', 'STUDENT', 'Data Science', 15),
  job('Student (Software Engineering)', 'STUDENT', 'Engineering', 10),
  job('Student (Business Analyst)', 'STUDENT', 'Business Analytics', 10),
  job('Student (Marketing)', 'STUDENT', 'Marketing', 10),
  job('Fresher (Data Analyst)', 'FRESHER', 'Data Science', 10),
  job('Fresher (Junior Developer)', 'FRESHER', 'Engineering', 10),
  job('Fresher (Business Analyst)', 'FRESHER', 'Business Analytics', 5),
  job('Fresher (Marketing Associate)', 'FRESHER', 'Marketing', 5),
  job('Junior Data Analyst', 'JUNIOR', 'Data Science', 5),
  job('Junior Data Scientist', 'JUNIOR', 'Data Science', 5),
  job('Junior Software Engineer', 'JUNIOR', 'Engineering', 5),
  job('Junior Machine Learning Engineer', 'JUNIOR', 'Engineering', 5),
  job('Junior Business Analyst', 'JUNIOR', 'Business Analytics', 5),
  job('Junior Marketing Assistant', 'JUNIOR', 'Marketing', 3),
  job('Mid Data Analyst', 'MID', 'Data Science', 2),
  job('Mid Data Scientist', 'MID', 'Data Science', 2),
  job('Mid Software Engineer', 'MID', 'Engineering', 2),
  job('Mid Machine Learning Engineer', 'MID', 'Engineering', 1),
  job('Mid Business Intelligence Analyst', 'MID', 'Business Analytics', 1),
  job('Mid Product Manager', 'MID', 'Product', 1),
  job('Mid Marketing Manager', 'MID', 'Marketing', 1),
  job('Senior Data Analyst', 'SENIOR', 'Data Science', 1),
  job('Senior Data Scientist', 'SENIOR', 'Data Science', 1),
  job('Senior Software Engineer', 'SENIOR', 'Engineering', 1),
  job('Senior Machine Learning Engineer', 'SENIOR', 'Engineering', 1),
  job('Senior Product Manager', 'SENIOR', 'Product', 1),
  job('Lead Data Scientist', 'LEAD', 'Data Science', 0.5),
  job('Principal Engineer', 'LEAD', 'Engineering', 0.5),
  job('Data Science Manager', 'LEAD', 'Data Science', 0.5),
  job('Director of Data', 'LEAD', 'Data Science', 0.5),
];
