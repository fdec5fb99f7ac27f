import type { History } from '../interactions.js';
import type { Explanation } from '../recommender.js';
import { blend } from './blend.js';

/** One cause of a blended score. */
export interface ScoreReason {
  readonly kind: ReasonKind;
  /** ENGAGED_CONTENT: the engaged item; else -1. */
  readonly item: number;
  /** SHARED_TERM: the column of the content space; else -1. */
  readonly column: number;
  /** Share of the score, over 0, at most 1. */
  readonly share: number;
}

export type ReasonKind =
  | 'ENGAGED_CONTENT'
  | 'SHARED_TERM'
  | 'POPULARITY'
  /** Popularity among learners of the same department and seniority. */
  | 'COHORT'
  /** The points that a half gives to every item, also where nothing speaks for it. */
  | 'BASELINE';

/** Something that raised the raw score of a half, with its amount in that half's own unit. */
export interface Cause {
  readonly kind: ReasonKind;
  readonly item: number;
  readonly column: number;
  readonly amount: number;
}

export interface BlendedScore {
  /** 0 to 1. */
  readonly alpha: number;
  /** The halves after calibration, 0-10. */
  readonly collaborative: number;
  readonly content: number;
}

export interface ScoreParts extends BlendedScore {
  /** Of the collaborative half's raw score, over `history`. */
  readonly explanation: Explanation;
  readonly history: History;
  /** All parts of the content half's cosine; give all, then cut the result, else the shares come out too large. */
  readonly terms: readonly { readonly column: number; readonly share: number }[];
}

/**
 * The causes of one item's blended score, the largest first; their shares sum to 1, and to nothing for a score of 0.
 *
 * Each half's points (`alpha * collaborative`, `(1 - alpha) * content`) are dealt out over what raised that half's raw score,
 * in proportion to the amounts. What lowered it (a negative contribution) is no reason for the score: it made the half's
 * points fewer, which all causes bear alike. The points of a half that nothing raised are BASELINE: the calibration gives
 * every item some. A cause of both halves is one reason. Ties stand in the order of the causes.
 */
export function shareOut(
  { alpha, collaborative, content }: BlendedScore,
  collaborativeCauses: readonly Cause[],
  contentCauses: readonly Cause[],
): ScoreReason[] {
  const total = blend(alpha, collaborative, content);
  if (!(total > 0)) return [];
  const reasons = new Map<string, ScoreReason>();
  const add = (kind: ReasonKind, item: number, column: number, share: number): void => {
    if (!(share > 0)) return;
    const key = `${kind} ${item} ${column}`;
    reasons.set(key, { kind, item, column, share: share + (reasons.get(key)?.share ?? 0) });
  };
  const deal = (points: number, causes: readonly Cause[]): void => {
    const sum = causes.reduce((a, { amount }) => a + Math.max(0, amount), 0);
    if (!(sum > 0)) return add('BASELINE', -1, -1, points / total);
    for (const { kind, item, column, amount } of causes)
      if (amount > 0) add(kind, item, column, (points / total) * (amount / sum));
  };
  deal(alpha * collaborative, collaborativeCauses);
  deal((1 - alpha) * content, contentCauses);
  return [...reasons.values()].sort((a, b) => b.share - a.share);
}

/** The causes of a score that rests on a history: engaged items and popularity; the terms of the cosine. */
export function explainScore(parts: ScoreParts): ScoreReason[] {
  const { explanation, history, terms } = parts;
  return shareOut(
    parts,
    [
      { kind: 'POPULARITY', item: -1, column: -1, amount: explanation.base },
      ...Array.from(history.items, (item, e) => ({
        kind: 'ENGAGED_CONTENT' as const,
        item,
        column: -1,
        amount: explanation.contributions[e] ?? 0,
      })),
    ],
    termCauses(terms),
  );
}

export function termCauses(terms: readonly { readonly column: number; readonly share: number }[]): Cause[] {
  return terms.map(({ column, share }) => ({ kind: 'SHARED_TERM', item: -1, column, amount: share }));
}
