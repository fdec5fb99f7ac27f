import type { Interactions } from '../model/interactions.js';
import type { Relevance } from './relevance.js';
import type { Grouping } from './resample.js';

/** Learners by how much content they engaged with in training. */
export const SEGMENTS = [
  { name: 'COLD', minimum: 0, maximum: 0 },
  { name: 'CASUAL', minimum: 1, maximum: 5 },
  { name: 'REGULAR', minimum: 6, maximum: 99 },
  { name: 'POWER', minimum: 100, maximum: Infinity },
] as const;

export type Segment = (typeof SEGMENTS)[number]['name'];

export const SEGMENTATIONS = ['ACTIVITY', 'DEPARTMENT', 'SENIORITY'] as const;
/** What learners are told apart by. */
export type Segmentation = (typeof SEGMENTATIONS)[number];

/** Groups with their names. Every learner is in exactly one. */
export interface NamedGrouping extends Grouping {
  readonly by: Segmentation;
  readonly names: readonly string[];
}

/** @param historyLength distinct content items that the learner engaged with in training, at least 0 */
export function segmentOf(historyLength: number): Segment {
  for (const { name, maximum } of SEGMENTS) if (historyLength <= maximum) return name;
  return 'POWER';
}

/** The learners of `relevance` by their activity in training. */
export function byActivity({ users }: Relevance, train: Interactions): NamedGrouping {
  const names = SEGMENTS.map(({ name }) => name);
  return {
    by: 'ACTIVITY',
    names,
    groups: names.length,
    groupOf: users.map((user) =>
      names.indexOf(segmentOf(user < train.users ? train.rowPtr[user + 1] - train.rowPtr[user] : 0)),
    ),
  };
}

/** Values of a trait that are told apart; the rarer ones are one group. */
const MOST_VALUES = 20;
export const NO_VALUE = '(none)';
export const OTHER_VALUES = '(others)';

/**
 * Learners by what they say of themselves.
 * @param values of each learner; null where unknown
 * @param order of the groups; default: the most frequent first
 */
export function byTrait(
  by: Segmentation,
  values: readonly (string | null)[],
  order?: readonly string[],
): NamedGrouping {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
  const kept = ranked.slice(0, MOST_VALUES);
  if (order) kept.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const names = [...kept];
  if (ranked.length > kept.length) names.push(OTHER_VALUES);
  if (values.includes(null)) names.push(NO_VALUE);
  const place = new Map(kept.map((name, n) => [name, n]));
  const rest = names.indexOf(OTHER_VALUES);
  const none = names.length - 1;
  return {
    by,
    names,
    groups: names.length,
    groupOf: Int32Array.from(values, (value) => (value === null ? none : (place.get(value) ?? rest))),
  };
}
