import { isBetterBy } from '../selection/paired-difference.js';
import { DEFAULT_ALPHA_GRID, fitAlpha } from './alpha.js';

/** The share of the collaborative half for histories of at least so many pieces of content, up to the next step. */
export interface AlphaStep {
  readonly fromLength: number;
  readonly alpha: number;
}

/** Lengths from which on histories may be treated alike. */
const BOUNDS = [1, 3, 6, 16];
/** A step of fewer learners is joined to the one before. */
const FEWEST_LEARNERS = 100;
/** Steps are taken where they are better than one alpha for all by so many standard errors of the difference. */
const TO_BE_TAKEN = 2;

/** @param steps ascending, the first from 1 on @param fitted where there are none */
export function alphaForLength(steps: readonly AlphaStep[] | null, fitted: number, length: number): number {
  return steps?.findLast(({ fromLength }) => fromLength <= length)?.alpha ?? steps?.[0].alpha ?? fitted;
}

/**
 * Fits alpha by the length of the history, where that is significantly better than one alpha for all. What is compared was
 * fitted on other learners: each half of them is measured by the values that the other half fits.
 * @param values for each point of the grid a quality of each learner, at least 0
 * @param lengths of the learners' histories, in the same order
 * @returns null where one alpha does as well, or there are too few learners to tell
 */
export function fitAlphaByHistory(
  values: readonly ArrayLike<number>[],
  lengths: ArrayLike<number>,
  grid: readonly number[] = DEFAULT_ALPHA_GRID,
): readonly AlphaStep[] | null {
  const learners = Array.from({ length: lengths.length }, (_, n) => n);
  const bounds = usableBounds(lengths);
  if (bounds.length < 2) return null;
  const byOne = new Float64Array(learners.length);
  const bySteps = new Float64Array(learners.length);
  for (const half of [0, 1]) {
    const fitting = learners.filter((n) => n % 2 !== half);
    const one = fitAlpha(subset(values, fitting), grid).alpha;
    const steps = fitSteps(values, lengths, bounds, fitting, grid);
    for (const n of learners) {
      if (n % 2 !== half) continue;
      byOne[n] = values[grid.indexOf(one)][n];
      bySteps[n] = values[grid.indexOf(alphaForLength(steps, one, lengths[n]))][n];
    }
  }
  return isBetterBy(TO_BE_TAKEN, bySteps, byOne) ? fitSteps(values, lengths, bounds, learners, grid) : null;
}

/** Bounds of the steps that have learners enough. */
function usableBounds(lengths: ArrayLike<number>): number[] {
  const bounds: number[] = [];
  let end = Infinity;
  for (const bound of [...BOUNDS].reverse()) {
    let count = 0;
    for (let n = 0; n < lengths.length; n++) if (lengths[n] >= bound && lengths[n] < end) count++;
    if (count < FEWEST_LEARNERS && bound !== BOUNDS[0]) continue;
    if (count < FEWEST_LEARNERS) bounds.shift();
    bounds.unshift(bound);
    end = bound;
  }
  return bounds;
}

function fitSteps(
  values: readonly ArrayLike<number>[],
  lengths: ArrayLike<number>,
  bounds: readonly number[],
  learners: readonly number[],
  grid: readonly number[],
): AlphaStep[] {
  return bounds.map((fromLength, b) => {
    const end = bounds[b + 1] ?? Infinity;
    const own = learners.filter((n) => lengths[n] >= fromLength && lengths[n] < end);
    return { fromLength, alpha: fitAlpha(subset(values, own), grid).alpha };
  });
}

function subset(values: readonly ArrayLike<number>[], learners: readonly number[]): Float64Array[] {
  return values.map((row) => Float64Array.from(learners, (n) => row[n]));
}
