import type { History } from '../interactions.js';
import type { Explanation } from '../recommender.js';
import { blend } from './blend.js';

/** One cause of a blended score. */
export interface ScoreReason {
  readonly kind: 'ENGAGED_CONTENT' | 'SHARED_TERM' | 'POPULARITY';
  /** ENGAGED_CONTENT: the engaged item; else -1. */
  readonly item: number;
  /** SHARED_TERM: the column of the content space; else -1. */
  readonly column: number;
  /** Share of the score, over 0, at most 1. */
  readonly share: number;
}

export interface ScoreParts {
  /** 0 to 1. */
  readonly alpha: number;
  /** The halves after calibration, 0-10. */
  readonly collaborative: number;
  readonly content: number;
  /** Of the collaborative half's raw score, over `history`. */
  readonly explanation: Explanation;
  readonly history: History;
  /** All parts of the content half's cosine; give all, then cut the result, else the shares come out too large. */
  readonly terms: readonly { readonly column: number; readonly share: number }[];
}

/**
 * The causes of one item's blended score, the largest first. Each half's points (`alpha * collaborative`,
 * `(1 - alpha) * content`) are dealt out over what raised that half's raw score, in proportion: a positive base
 * (POPULARITY) and positive contributions; the shared terms. What lowered the score is no reason for it. A half that
 * nothing raised deals out nothing, so the shares sum to at most 1. Ties stand in the order of the history and the terms.
 */
export function explainScore(parts: ScoreParts): ScoreReason[] {
  const { alpha, collaborative, content, explanation, history, terms } = parts;
  const total = blend(alpha, collaborative, content);
  if (!(total > 0)) return [];
  const reasons: ScoreReason[] = [];
  const deal = (share: number, causes: readonly Omit<ScoreReason, 'share'>[], amounts: readonly number[]): void => {
    const sum = amounts.reduce((a, b) => a + Math.max(0, b), 0);
    causes.forEach((cause, i) => {
      if (amounts[i] > 0 && share > 0) reasons.push({ ...cause, share: share * (amounts[i] / sum) });
    });
  };
  deal(
    (alpha * collaborative) / total,
    [
      { kind: 'POPULARITY', item: -1, column: -1 },
      ...Array.from(history.items, (item) => ({ kind: 'ENGAGED_CONTENT' as const, item, column: -1 })),
    ],
    [explanation.base, ...explanation.contributions],
  );
  deal(
    ((1 - alpha) * content) / total,
    terms.map(({ column }) => ({ kind: 'SHARED_TERM', item: -1, column })),
    terms.map(({ share }) => share),
  );
  return reasons.sort((a, b) => b.share - a.share);
}
