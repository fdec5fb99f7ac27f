import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Interactions } from '../interactions.js';
import { jsKernels } from '../kernels/js-kernels.js';
import { traitKey, traitsOf, type LearnerTraits, type Trait } from './traits.js';

/** Predicts what a learner will engage with from who they are. As plain values: what a snapshot stores. */
export interface TraitMapState {
  /** One column each, in this order. */
  readonly traits: readonly Trait[];
  readonly items: number;
  readonly rank: number;
  /** Share of the learners, by weight, who have each trait. */
  readonly share: Float64Array;
  /** Traits x rank, row-major: where each trait points in the factor space. */
  readonly loadings: Float32Array;
  /** Items x rank, row-major. */
  readonly factors: Float32Array;
  /** What anybody's next engagement is with, by item; sums to 1. */
  readonly mean: Float64Array;
}

/** The exact decomposition of one predicted share: `everybody + sum(traits)`. */
export interface TraitExplanation {
  /** What all learners engage with, less what the traits that this learner lacks bring to it. */
  readonly everybody: number;
  /** In the order of the learner's known traits. Negative where a trait speaks against the item. */
  readonly traits: readonly { readonly trait: Trait; readonly amount: number }[];
}

export interface TraitMap {
  /** The learner's traits of which something is known. */
  known(learner: LearnerTraits): readonly Trait[];
  /** Writes the share of this learner's engagements that each item is predicted to have; may be a little below 0. */
  predict(learner: LearnerTraits, out: Float64Array): void;
  explain(learner: LearnerTraits, item: number): TraitExplanation;
  state(): TraitMapState;
}

/** Traits of fewer learners are left out: what three people have in common tells what one of them did. */
const FEWEST_LEARNERS = 5;
const MOST_TRAITS = 256;
/** Bound of traits x items, in numbers held at once. */
const MOST_CELLS = 16_000_000;
/** The population's engagements count as much as those of so many learners, in every direction. */
const RIDGE = 100;
/** How much less each engagement of a busy learner says. */
const ACTIVITY_EXPONENT = 0.5;
const RANK = 8;

/**
 * Reduced-rank ridge regression (Izenman 1975, "Reduced-rank regression for the multivariate linear model"; with a ridge:
 * Mukherjee, Zhu 2011) of what learners engage with on their traits: both are mapped to `RANK` factors.
 *
 *     x_u  0/1 by trait        p_u  1/n_u by engaged item, n_u the learner's items       w_u  n_u^(1 - 0.5), of mean 1
 *     A = sum w_u (x_u - m)(x_u - m)' + 100 I = L L'      B = sum w_u (x_u - m)(p_u - mean)'      m, mean: weighted means
 *     M = L^-1 B = U S V' cut to 8;      loadings = L'^-1 U,  factors' = U'M;      p(x) = mean + (x - m)' loadings factors'
 *
 * Few factors rank better than all: on generated learners without history NDCG@10 is 1 to 8% above that of their cohort's
 * counts, at full rank the same as theirs. Disliked items count for nothing. Traits of fewer than 5 learners and beyond the 256
 * most frequent are left out. O(pairs * traits + traits^2 * items).
 * @param traits of a learner by place; undefined where nothing is known
 * @param pause called between units of work
 * @returns null where no trait is shared by enough learners with engagements
 */
export function fitTraitMap(
  data: Interactions,
  traits: (user: number) => LearnerTraits | undefined,
  pause: (fraction: number) => void = () => undefined,
): TraitMap | null {
  const { users, items, rowPtr } = data;
  const counted = countTraits(data, traits);
  const columns = counted.length;
  if (columns === 0) return null;
  const columnOf = new Map(counted.map((trait, column) => [traitKey(trait), column]));

  const share = new Float64Array(columns);
  const mean = new Float64Array(items);
  const a = new Float64Array(columns * columns);
  const b = Array.from({ length: columns }, () => new Float64Array(items));
  let total = 0;
  let learners = 0;
  for (let u = 0; u < users; u++) {
    if ((u & 1023) === 0) pause((0.5 * u) / users);
    let n = 0;
    for (let e = rowPtr[u]; e < rowPtr[u + 1]; e++) n += 1 - data.disliked[e];
    if (n === 0) continue;
    const own = columnsOf(traits(u), columnOf);
    const weight = n ** (1 - ACTIVITY_EXPONENT);
    const each = weight / n;
    learners++;
    total += weight;
    for (const i of own) {
      share[i] += weight;
      for (const j of own) a[i * columns + j] += weight;
    }
    for (let e = rowPtr[u]; e < rowPtr[u + 1]; e++) {
      if (data.disliked[e] === 1) continue;
      mean[data.item[e]] += each;
      for (const i of own) b[i][data.item[e]] += each;
    }
  }
  for (let i = 0; i < columns; i++) share[i] /= total;
  for (let item = 0; item < items; item++) mean[item] /= total;
  const ridge = (RIDGE * total) / learners;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) a[i * columns + j] -= total * share[i] * share[j];
    a[i * columns + i] += ridge;
    for (let item = 0; item < items; item++) b[i][item] -= total * share[i] * mean[item];
  }
  if (!jsKernels.choleskyFactor(a, columns)) return null;
  solveLower(a, b, (done) => pause(0.5 + 0.2 * done));
  const directions = mainDirections(b, Math.min(RANK, columns), (done) => pause(0.7 + 0.2 * done));
  const rank = directions.length;
  const factors = new Float32Array(items * rank);
  directions.forEach((u, r) => {
    for (let item = 0; item < items; item++) {
      let sum = 0;
      for (let i = 0; i < columns; i++) sum += u[i] * b[i][item];
      factors[item * rank + r] = sum;
    }
  });
  const loadings = new Float32Array(columns * rank);
  directions.forEach((u, r) => {
    const x = u.slice();
    jsKernels.backwardSolve(a, columns, x);
    for (let i = 0; i < columns; i++) loadings[i * rank + r] = x[i];
  });
  pause(1);
  return restoreTraitMap({ traits: counted, items, rank, share, loadings, factors, mean });
}

export function restoreTraitMap(state: TraitMapState): TraitMap {
  const { traits, items, rank, share, loadings, factors, mean } = state;
  const columnOf = new Map(traits.map((trait, column) => [traitKey(trait), column]));
  /** Where the mean learner points: what somebody without any trait lacks. */
  const center = new Float64Array(rank);
  for (let i = 0; i < traits.length; i++) for (let r = 0; r < rank; r++) center[r] += share[i] * loadings[i * rank + r];
  const along = (direction: (r: number) => number, item: number): number => {
    let sum = 0;
    for (let r = 0; r < rank; r++) sum += direction(r) * factors[item * rank + r];
    return sum;
  };
  return {
    known: (learner) => columnsOf(learner, columnOf).map((i) => traits[i]),
    predict(learner, out) {
      const point = center.map((value) => -value);
      for (const i of columnsOf(learner, columnOf)) for (let r = 0; r < rank; r++) point[r] += loadings[i * rank + r];
      for (let item = 0; item < items; item++) out[item] = mean[item] + along((r) => point[r], item);
      out.fill(0, items);
    },
    explain(learner, item) {
      if (!(item < items)) return { everybody: 0, traits: [] };
      const own = columnsOf(learner, columnOf);
      const lacking = center.slice();
      for (const i of own) for (let r = 0; r < rank; r++) lacking[r] -= share[i] * loadings[i * rank + r];
      return {
        everybody: mean[item] - along((r) => lacking[r], item),
        traits: own.map((i) => ({
          trait: traits[i],
          amount: (1 - share[i]) * along((r) => loadings[i * rank + r], item),
        })),
      };
    },
    state: () => state,
  };
}

function columnsOf(learner: LearnerTraits | undefined, columnOf: ReadonlyMap<string, number>): number[] {
  return learner ? traitsOf(learner).flatMap((trait) => columnOf.get(traitKey(trait)) ?? []) : [];
}

/** The traits that enough learners with engagements have, the most frequent first, ties by key. */
function countTraits(data: Interactions, traits: (user: number) => LearnerTraits | undefined): Trait[] {
  const counts = new Map<string, { trait: Trait; key: string; learners: number }>();
  for (let u = 0; u < data.users; u++) {
    if (data.rowPtr[u + 1] === data.rowPtr[u]) continue;
    const learner = traits(u);
    for (const trait of learner ? traitsOf(learner) : []) {
      const key = traitKey(trait);
      const known = counts.get(key);
      if (known) known.learners++;
      else counts.set(key, { trait, key, learners: 1 });
    }
  }
  const most = Math.max(1, Math.min(MOST_TRAITS, Math.floor(MOST_CELLS / Math.max(1, data.items))));
  return [...counts.values()]
    .filter(({ learners }) => learners >= FEWEST_LEARNERS)
    .sort((x, y) => y.learners - x.learners || (x.key < y.key ? -1 : 1))
    .slice(0, most)
    .map(({ trait }) => trait);
}

/** Replaces the rows of `b` by those of `L^-1 B`. @param l lower triangle, row-major */
function solveLower(l: Float64Array, b: readonly Float64Array[], pause: (fraction: number) => void): void {
  const n = b.length;
  b.forEach((row, i) => {
    pause(i / n);
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k];
      if (factor !== 0) for (let item = 0; item < row.length; item++) row[item] -= factor * b[k][item];
    }
    const pivot = l[i * n + i];
    for (let item = 0; item < row.length; item++) row[item] /= pivot;
  });
}

/** The first left singular vectors of the matrix with these rows, those that carry anything. */
function mainDirections(
  rows: readonly Float64Array[],
  rank: number,
  pause: (fraction: number) => void,
): Float64Array[] {
  const n = rows.length;
  const gram = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    pause(i / n);
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let item = 0; item < rows[i].length; item++) sum += rows[i][item] * rows[j][item];
      gram.set(i, j, sum);
      gram.set(j, i, sum);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((x, y) => realEigenvalues[y] - realEigenvalues[x]);
  const least = 1e-12 * Math.max(0, realEigenvalues[order[0]]);
  return order
    .slice(0, rank)
    .filter((i) => realEigenvalues[i] > least)
    .map((i) => Float64Array.from(eigenvectorMatrix.getColumn(i)));
}
