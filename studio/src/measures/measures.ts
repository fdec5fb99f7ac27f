import { words } from '../components/format.js';
import type { EvaluationReportDetailsFragment, MeasureName as MeasureConstant } from '../generated/operations.js';

export type Result = EvaluationReportDetailsFragment['results'][number];
export type Interval = Result['ndcg'];

/** A measure as `RankingMeasures` names it. */
export type MeasureName = Exclude<keyof Result, 'contestant' | 'alpha'>;

export interface MeasureFacts {
  readonly name: MeasureName;
  readonly title: string;
  /** What it says, in a sentence; the definition is in docs/evaluation.md. */
  readonly meaning: string;
  readonly digits: number;
}

/** In the order in which they are read. */
export const MEASURES: readonly MeasureFacts[] = [
  { name: 'ndcg', title: 'NDCG', meaning: 'Hits count more the higher they stand. 1 is the ideal order.', digits: 4 },
  { name: 'precision', title: 'Precision', meaning: 'Share of the list that was engaged with later.', digits: 4 },
  { name: 'recall', title: 'Recall', meaning: 'Share of what was engaged with later that is in the list.', digits: 4 },
  { name: 'map', title: 'MAP', meaning: 'Mean of the precision at every hit.', digits: 4 },
  { name: 'mrr', title: 'MRR', meaning: 'One over the rank of the first hit.', digits: 4 },
  { name: 'hitRate', title: 'Hit rate', meaning: 'Share of learners with at least one hit.', digits: 4 },
  { name: 'coverage', title: 'Coverage', meaning: 'Share of the catalogue that is in any list.', digits: 3 },
  { name: 'novelty', title: 'Novelty', meaning: 'How little known the recommended content is, in bits.', digits: 2 },
  { name: 'diversity', title: 'Diversity', meaning: 'How unlike the content within a list is.', digits: 3 },
  {
    name: 'exposureGini',
    title: 'Exposure Gini',
    meaning: '0 where all content is recommended equally often, 1 where one has every place.',
    digits: 3,
  },
];

export interface ContestantFacts {
  readonly title: string;
  readonly meaning: string;
  /** CSS colour of its marks. */
  readonly colour: string;
}

const CONTESTANTS: Readonly<Record<string, ContestantFacts>> = {
  HYBRID: { title: 'Hybrid', meaning: 'The blend that is served', colour: 'var(--hybrid)' },
  COLLABORATIVE: { title: 'Collaborative', meaning: 'Alpha 1', colour: 'var(--collaborative)' },
  CONTENT: { title: 'Content', meaning: 'Alpha 0', colour: 'var(--content)' },
  POPULARITY: { title: 'Popularity', meaning: 'The same for everybody: the bar to clear', colour: 'var(--popularity)' },
  ORACLE: { title: 'Truth', meaning: 'What generated data were drawn from: the ceiling', colour: 'var(--good)' },
  RANDOM: { title: 'Random', meaning: 'Chance: the floor', colour: 'var(--random)' },
};

/** A way to rank; one that this page does not know yet is shown by its name. */
export function contestantOf(name: string): ContestantFacts {
  return CONTESTANTS[name] ?? { title: words(name), meaning: words(name), colour: 'var(--ink-3)' };
}

export function formatMeasure({ digits }: MeasureFacts, value: number): string {
  return value.toFixed(digits).replace('-', '−');
}

/** A measure as comparisons of models name it: `hitRate` is HIT_RATE. */
export function constantOf(name: MeasureName): MeasureConstant {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() as MeasureConstant;
}

/** What one way to rank measured; null where it did not. */
export function measureOf(result: Result, name: MeasureName): Interval | null {
  return result[name] ?? null;
}

/** 0.0842 to 0.0911, or null where there is no interval. */
export function formatInterval(facts: MeasureFacts, { low, high }: Interval): string | null {
  if (low === null || high === null) return null;
  return `${formatMeasure(facts, low)} to ${formatMeasure(facts, high)}`;
}
