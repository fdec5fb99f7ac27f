import type { ContentCardFragment, ScoredListFragment } from '../generated/operations.js';

/*
 * Lists at any alpha without asking again. The service gives the best `depth` of a few alphas with both halves of every score;
 * between two of those alphas a score is a straight line, so that content which is in neither of the two lists can score at
 * most what the ends of the lists score, blended in the same proportion. Where the last place of a blended list is above that,
 * nothing is missing from it (Fagin, Lotem and Naor 2003 stop their threshold algorithm by the same bound).
 */

export interface Candidate {
  readonly content: ContentCardFragment;
  readonly collaborative: number;
  readonly byContent: number;
}

export interface BlendPool {
  /** The alpha that the service takes where none is given. */
  readonly fittedAlpha: number;
  readonly candidates: readonly Candidate[];
  /** For each alpha asked for, ascending: what content outside its list can score at most; -Infinity when nothing is outside. */
  readonly bounds: readonly { readonly alpha: number; readonly most: number }[];
  /**
   * Whether the lists are in the order of their scores. What a learner has called too easy or too hard puts content of that
   * kind to the end; lists cannot be blended then.
   */
  readonly ordered: boolean;
}

export interface Blended extends Candidate {
  readonly rank: number;
  readonly score: number;
}

export interface BlendedList {
  readonly items: readonly Blended[];
  /** Whether the service would list the same: nothing outside the pool can belong here. */
  readonly exact: boolean;
}

/** @param depth how many of each list were asked for: a shorter list holds everything */
export function createPool(fittedAlpha: number, lists: readonly ScoredListFragment[], depth: number): BlendPool {
  const candidates = new Map<string, Candidate>();
  for (const { items } of lists) {
    for (const { content, breakdown } of items) {
      candidates.set(content.id, {
        content,
        collaborative: breakdown.collaborative,
        byContent: breakdown.content,
      });
    }
  }
  const bounds = lists.map(({ alpha, items }) => {
    const last = items.at(-1)?.breakdown;
    const most = items.length < depth || !last ? -Infinity : scoreAt(alpha, last.collaborative, last.content);
    return { alpha, most };
  });
  return {
    fittedAlpha,
    candidates: [...candidates.values()],
    bounds: bounds.sort((a, b) => a.alpha - b.alpha),
    ordered: lists.every(isOrdered),
  };
}

function isOrdered({ alpha, items }: ScoredListFragment): boolean {
  const scores = items.map(({ breakdown }) => scoreAt(alpha, breakdown.collaborative, breakdown.content));
  return scores.every((score, place) => place === 0 || score <= (scores[place - 1] ?? Infinity) + 1e-9);
}

/** The definition of a score (docs/recommending.md). */
export function scoreAt(alpha: number, collaborative: number, byContent: number): number {
  return alpha * collaborative + (1 - alpha) * byContent;
}

/** The best `k` at one alpha. Ties break by content id, as in the service. */
export function blend(pool: BlendPool, alpha: number, k: number): BlendedList {
  const scored = pool.candidates.map((candidate) => ({
    ...candidate,
    score: scoreAt(alpha, candidate.collaborative, candidate.byContent),
  }));
  scored.sort((a, b) => b.score - a.score || (a.content.id < b.content.id ? -1 : 1));
  const items = scored.slice(0, k).map((item, place) => ({ ...item, rank: place + 1 }));
  const outside = mostOutside(pool, alpha);
  const last = items.at(-1);
  const exact = outside === -Infinity || (items.length === k && last !== undefined && last.score > outside);
  return { items, exact };
}

/** What content outside the pool can score at most, at one alpha. */
export function mostOutside({ bounds }: BlendPool, alpha: number): number {
  const above = bounds.findIndex((bound) => bound.alpha >= alpha);
  const right = bounds[above];
  if (!right) return Infinity;
  if (right.alpha === alpha) return right.most;
  const left = bounds[above - 1];
  if (!left) return Infinity;
  // A list that holds everything leaves nothing outside.
  if (left.most === -Infinity || right.most === -Infinity) return -Infinity;
  const share = (alpha - left.alpha) / (right.alpha - left.alpha);
  return (1 - share) * left.most + share * right.most;
}

/** Where content stands in a list beside where it stood in another. */
export interface Move {
  /** Rank in the list before; null where it was not in it. */
  readonly from: number | null;
  /** Places up, above 0, or down; null where it is new. */
  readonly up: number | null;
}

/** @param before content ids, best first */
export function movesBetween(before: readonly string[], after: readonly string[]): Map<string, Move> {
  const former = new Map(before.map((id, place) => [id, place + 1]));
  return new Map(
    after.map((id, place) => {
      const from = former.get(id) ?? null;
      return [id, { from, up: from === null ? null : from - (place + 1) }];
    }),
  );
}

export interface RankTrace {
  readonly content: ContentCardFragment;
  /** Rank at each alpha; null where it is not among the best. */
  readonly ranks: readonly (number | null)[];
}

/** How the rank of everything that is among the best `k` at some of the alphas goes. */
export function rankTraces(pool: BlendPool, alphas: readonly number[], k: number): RankTrace[] {
  const traces = new Map<string, { content: ContentCardFragment; ranks: (number | null)[] }>();
  alphas.forEach((alpha, step) => {
    for (const { content, rank } of blend(pool, alpha, k).items) {
      const trace = traces.get(content.id) ?? { content, ranks: alphas.map(() => null) };
      trace.ranks[step] = rank;
      traces.set(content.id, trace);
    }
  });
  return [...traces.values()];
}
