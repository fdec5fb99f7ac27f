import type { ContentRecord } from './features.js';

/**
 * What a learner says of themselves, in the form of a content record, so that a learner without a history can be compared
 * with content: job title and department as words, the department as a domain too. Nothing for an unknown learner.
 */
export function learnerRecord(
  learner: { readonly title: string | null; readonly department: string | null } | undefined,
): ContentRecord {
  const words = [learner?.title, learner?.department].filter((part) => part != null && part !== '');
  return {
    title: words.join(' '),
    description: null,
    domain: learner?.department ?? null,
    subtopic: null,
    difficultyLevel: null,
    contentType: null,
    language: null,
    tags: [],
  };
}
