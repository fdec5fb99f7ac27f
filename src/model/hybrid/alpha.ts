import { isBetterBy, meanOf } from '../selection/paired-difference.js';

/** 0, 0.1, ..., 1: quality changes slowly with alpha, and a finer grid would fit the noise of the hold-out. */
export const DEFAULT_ALPHA_GRID: readonly number[] = Array.from({ length: 11 }, (_, i) => i / 10);

/** Values this near the best, relative to it, count as equally good: less than the sampling error of a hold-out. */
const PLATEAU = 0.01;

export interface AlphaFit {
  readonly alpha: number;
  /** In the order of the grid. */
  readonly curve: readonly { readonly alpha: number; readonly value: number }[];
}

/**
 * Chooses the share of the collaborative half. The best mean's plateau is the run of grid points around it whose means are at
 * most 1% below it; the choice is the point nearest the plateau's middle, ties to the better mean, then to the nearer to
 * 0.5, then to the smaller. A flat curve thus gives the middle of the grid, and noise at its ends does not.
 *
 * A blend must be worth it: where it is not better than the better half by a standard error of the learner-by-learner
 * difference, that half alone is chosen (1 before 0 where both are equal). Where nothing was hit, nothing is known, and the
 * middle stays.
 * @param values for each point of the grid a quality of each learner, at least 0, such as NDCG@10 of the hold-out; NaN counts as 0
 * @param grid ascending from 0 to 1, both among it; default `DEFAULT_ALPHA_GRID`
 */
export function fitAlpha(values: readonly ArrayLike<number>[], grid: readonly number[] = DEFAULT_ALPHA_GRID): AlphaFit {
  const curve = grid.map((alpha, i) => ({ alpha, value: meanOf(values[i]) || 0 }));
  const chosen = middleOfPlateau(curve);
  const last = grid.length - 1;
  const half = curve[last].value >= curve[0].value ? last : 0;
  if (curve[chosen].value === 0) return { alpha: curve[chosen].alpha, curve };
  const isWorthIt = isBetterBy(1, values[chosen], values[half]);
  return { alpha: curve[isWorthIt ? chosen : half].alpha, curve };
}

/** @returns place in the curve */
function middleOfPlateau(curve: AlphaFit['curve']): number {
  let best = 0;
  for (let i = 1; i < curve.length; i++) if (curve[i].value > curve[best].value) best = i;
  const floor = curve[best].value * (1 - PLATEAU);
  let first = best;
  while (first > 0 && curve[first - 1].value >= floor) first--;
  let last = best;
  while (last < curve.length - 1 && curve[last + 1].value >= floor) last++;

  const middle = (curve[first].alpha + curve[last].alpha) / 2;
  const byPreference = Array.from({ length: last - first + 1 }, (_, n) => first + n).sort((i, j) => {
    const [a, b] = [curve[i], curve[j]];
    return nearer(a.alpha, b.alpha, middle) || b.value - a.value || nearer(a.alpha, b.alpha, 0.5) || a.alpha - b.alpha;
  });
  return byPreference[0];
}

/** Compares distances to a target; grid points such as 0.1 + 0.2 that differ by rounding alone are equally near. */
function nearer(a: number, b: number, target: number): number {
  const difference = Math.abs(a - target) - Math.abs(b - target);
  return Math.abs(difference) < 1e-9 ? 0 : difference;
}

/**
 * The least alpha of lists without history, where none is given. What a cohort engages with says more of a newcomer than
 * the words of a job title: on generated data with known truth, NDCG@10 of held-out learners was .183 at 1, .182 at .9,
 * .118 at .5 and .036 at 0. At .9 the words still part what is equally popular.
 */
const COLD_START_ALPHA = 0.9;

/** The share of the collaborative half for a learner without history, from the fitted share of the others. */
export function coldStartAlpha(fitted: number): number {
  return Math.max(fitted, COLD_START_ALPHA);
}
