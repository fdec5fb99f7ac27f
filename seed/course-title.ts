import type { DifficultyLevel } from '../src/model/engagement.js';
import type { Random } from '../src/model/random.js';

export const CONTENT_TYPES = ['Video', 'Article', 'Interactive Quiz', 'Case Study'] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

interface Patterns {
  /** A tool such as "in R" may follow the subject. */
  readonly open: readonly string[];
  /** The subject stands alone. */
  readonly closed: readonly string[];
}

const PATTERNS: Readonly<Record<DifficultyLevel | 'ALL', Patterns>> = {
  BEGINNER: {
    open: [
      'Introduction to {x}',
      'Getting Started with {x}',
      'Fundamentals of {x}',
      'First Steps in {x}',
      'A Gentle Introduction to {x}',
      'Essentials of {x}',
    ],
    closed: ['{x} for Beginners', '{x} 101', '{x} from Scratch', '{x} Basics'],
  },
  INTERMEDIATE: {
    open: ['Applied {x}', 'Hands-On {x}', 'Practical {x}', 'Working with {x}', 'A Practical Guide to {x}'],
    closed: ['{x} in Practice', '{x} Step by Step', '{x} Workshop', '{x} Projects'],
  },
  ADVANCED: {
    open: ['Advanced {x}', 'Mastering {x}', 'Deep Dive into {x}', 'Advanced Topics in {x}'],
    closed: ['{x} for Experts', '{x} Masterclass', '{x} under the Hood'],
  },
  ALL: {
    open: ['The Complete Guide to {x}', 'Understanding {x}', 'Exploring {x}', 'Everything about {x}'],
    closed: ['{x} Bootcamp', '{x} from Basics to Mastery'],
  },
};

const ENDINGS: Readonly<Record<ContentType, readonly string[]>> = {
  Video: ['', '', '', '', '', '', '', ': Live Session', ': Recorded Workshop'],
  Article: ['', ': Key Ideas', ': A Checklist', ': Common Mistakes', ': A Short Read'],
  'Interactive Quiz': [': Practice Quiz', ': Knowledge Check', ': Skill Assessment'],
  'Case Study': [': Case Studies', ': A Case Study', ': Lessons from {company}'],
};

export interface TitleParts {
  readonly subject: string;
  readonly tools: readonly string[];
  readonly level: DifficultyLevel | null;
  readonly contentType: ContentType;
  /** Names a company for case studies; called at most once. */
  company(): string;
}

const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(values.length)];

/** A title that reads like a course's and carries subject, tool, level and form, such as "Introduction to Time Series Forecasting in R". */
export function courseTitle(parts: TitleParts, random: Random): string {
  const patterns = PATTERNS[parts.level ?? 'ALL'];
  const tool = parts.tools.length > 0 && random.next() < 0.45 ? ` ${pick(parts.tools, random)}` : '';
  const pattern = tool === '' && random.next() < 0.5 ? pick(patterns.closed, random) : pick(patterns.open, random);
  const ending = pick(ENDINGS[parts.contentType], random);
  const title = pattern.replace('{x}', `${parts.subject}${tool}`) + ending;
  return title.includes('{company}') ? title.replace('{company}', parts.company()) : title;
}
