import type { History } from '../interactions.js';
import type { Explanation } from '../recommender.js';
import { blend } from './blend.js';
import { traitKey, type Trait } from './traits.js';

/** One cause of a blended score. */
export interface ScoreReason {
  readonly kind: ReasonKind;
  /** ENGAGED_CONTENT: the engaged item; else -1. */
  readonly item: number;
  /** SHARED_TERM: the column of the content space; else -1. */
  readonly column: number;
  /** TRAIT: what the learner has in common with others; else null. */
  readonly trait: Trait | null;
  /** Share of the score, over 0, at most 1. */
  readonly share: number;
}

export type ReasonKind =
  | 'ENGAGED_CONTENT'
  | 'SHARED_TERM'
  | 'POPULARITY'
  /** The part of the popularity that is of late, beyond that over all time. */
  | 'FRESHNESS'
  /** Popularity among learners of the same department and seniority. */
  | 'COHORT'
  /** What learners with a trait in common (a word of the job title, the department, the seniority) engage with. */
  | 'TRAIT'
  /** The points that a half gives to every item, also where nothing speaks for it. */
  | 'BASELINE';

/** Something that raised the raw score of a half, with its amount in that half's own unit. */
export interface Cause {
  readonly kind: ReasonKind;
  readonly item: number;
  readonly column: number;
  readonly trait?: Trait | undefined;
  readonly amount: number;
}

const BASELINE = { kind: 'BASELINE', item: -1, column: -1, trait: undefined } as const;

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
  /** The part of the explanation's base that is of late; default 0. */
  readonly freshness?: number;
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
  const reasons = new Map<string | number, ScoreReason & { share: number }>();
  const add = (cause: Omit<Cause, 'amount'>, share: number): void => {
    if (!(share > 0)) return;
    const key = keyOf(cause);
    const known = reasons.get(key);
    if (known) known.share += share;
    else {
      const { kind, item, column, trait = null } = cause;
      reasons.set(key, { kind, item, column, trait, share });
    }
  };
  const deal = (points: number, causes: readonly Cause[]): void => {
    let sum = 0;
    for (const { amount } of causes) if (amount > 0) sum += amount;
    if (!(sum > 0)) return add(BASELINE, points / total);
    for (const cause of causes) if (cause.amount > 0) add(cause, (points / total) * (cause.amount / sum));
  };
  deal(alpha * collaborative, collaborativeCauses);
  deal((1 - alpha) * content, contentCauses);
  return [...reasons.values()].sort((a, b) => b.share - a.share);
}

/** The same for the same cause. Most causes are engaged items and terms, and texts are slow to make and to look up. */
function keyOf({ kind, item, column, trait }: Omit<Cause, 'amount'>): string | number {
  if (kind === 'ENGAGED_CONTENT' && item >= 0) return item;
  if (kind === 'SHARED_TERM' && column >= 0) return -1 - column;
  return `${kind} ${item} ${column} ${trait ? traitKey(trait) : ''}`;
}

/** The causes of a score that rests on a history: engaged items and popularity; the terms of the cosine. */
export function explainScore(parts: ScoreParts): ScoreReason[] {
  const { explanation, freshness = 0, history, terms } = parts;
  const causes: Cause[] = [
    { kind: 'POPULARITY', item: -1, column: -1, trait: undefined, amount: explanation.base - freshness },
    { kind: 'FRESHNESS', item: -1, column: -1, trait: undefined, amount: freshness },
  ];
  for (let e = 0; e < history.length; e++) {
    const amount = explanation.contributions[e] ?? 0;
    // Of a long history few items raise one score.
    if (amount > 0)
      causes.push({ kind: 'ENGAGED_CONTENT', item: history.items[e], column: -1, trait: undefined, amount });
  }
  return shareOut(parts, causes, termCauses(terms));
}

export function termCauses(terms: readonly { readonly column: number; readonly share: number }[]): Cause[] {
  return terms.map(({ column, share }) => ({ kind: 'SHARED_TERM', item: -1, column, trait: undefined, amount: share }));
}
