import { LEARNING_STYLES, type LearningStyle, type SeniorityLevel } from '../src/model/engagement.js';
import type { Random } from '../src/model/random.js';
import { drawInterests, type Interests } from './interests.js';
import { JOB_TITLES, type JobTitle } from './vocabulary/job-titles.js';
import { choose, runningSums } from './weighted-choice.js';

export interface SeedUser {
  readonly id: string;
  readonly title: string;
  readonly department: string;
  readonly seniorityLevel: SeniorityLevel;
  readonly learningStyle: LearningStyle;
}

/** Learners as they are stored, and beside them the truth that the database never sees. */
export interface Learners {
  readonly rows: readonly SeedUser[];
  readonly interests: Interests;
}

/**
 * Learners with the ids "1" to "N": job titles by their weights, department and seniority from the title, learning styles
 * uniform, interests tied to department and seniority.
 */
export function generateUsers(options: { readonly count: number }, random: Random): Learners {
  const people = random.fork('people');
  const titles = runningSums(JOB_TITLES.map((job) => job.weight));
  const jobs: JobTitle[] = [];
  const rows: SeedUser[] = [];
  for (let place = 0; place < options.count; place++) {
    const job = JOB_TITLES[choose(titles, people)];
    jobs.push(job);
    rows.push({
      id: String(place + 1),
      title: job.title,
      department: job.department,
      seniorityLevel: job.seniorityLevel,
      learningStyle: LEARNING_STYLES[people.integer(LEARNING_STYLES.length)],
    });
  }
  return { rows, interests: drawInterests(jobs, random.fork('interests')) };
}
