import { describe, expect, it } from '@jest/globals';
import { ials } from '../../../../src/model/algorithms/ials.js';
import { historyOf, type History, type Interactions } from '../../../../src/model/interactions.js';
import { drawRows } from '../../../../src/model/kernels/draw-rows.js';
import { createMatrix, readMatrix } from '../../../../src/model/kernels/engine.js';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { createRandom } from '../../../../src/model/random.js';
import type { FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import { topK } from '../../../../src/model/top-k.js';
import { historyFrom, interactionsOf, tasteRows } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(ials, {
  hyperParameters: { factors: 6, epochs: 6, regularization: 1, confidence: 10 },
  solvesCheckerboard: true,
  learnerOrderMatters: false,
  seeded: true,
  usesEngine: true,
});

/** Solves `a x = b` by Gaussian elimination with pivoting, in double precision: the textbook beside the kernels. */
function solve(a: number[][], b: number[]): number[] {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]]);
  for (let c = 0; c < n; c++) {
    const pivot = m.slice(c).reduce((best, row, k) => (Math.abs(row[c]) > Math.abs(m[best][c]) ? c + k : best), c);
    [m[c], m[pivot]] = [m[pivot], m[c]];
    for (let r = c + 1; r < n; r++) {
      const factor = m[r][c] / m[c][c];
      for (let k = c; k <= n; k++) m[r][k] -= factor * m[c][k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let r = n - 1; r >= 0; r--) {
    let sum = m[r][n];
    for (let k = r + 1; k < n; k++) sum -= m[r][k] * x[k];
    x[r] = sum / m[r][r];
  }
  return x;
}

interface Observation {
  readonly row: number;
  /** c - 1 */
  readonly extra: number;
  readonly wanted: number;
}

/** x = (Y'Y + Y'(C - I)Y + reg I)^-1 Y'C p, literally. */
function normalEquations(y: readonly number[][], seen: readonly Observation[], regularization: number): number[] {
  const n = y[0].length;
  const a = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_column, j) => {
      let sum = i === j ? regularization : 0;
      for (const row of y) sum += row[i] * row[j];
      for (const { row, extra } of seen) sum += extra * y[row][i] * y[row][j];
      return sum;
    }),
  );
  const b = Array.from({ length: n }, (_, i) =>
    seen.reduce((sum, { row, extra, wanted }) => sum + wanted * (1 + extra) * y[row][i], 0),
  );
  return solve(a, b);
}

const rowsOf = (flat: ArrayLike<number>, n: number): number[][] =>
  Array.from({ length: flat.length / n }, (_, row) => Array.from({ length: n }, (_column, f) => flat[row * n + f]));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, f) => sum + value * b[f], 0);
const fit = (data: Interactions, options: HyperParameters): FittedRecommender =>
  ials.fit(data, options, { seed: 3, checkpoint: () => undefined });
const scores = (model: FittedRecommender, history: History): Float64Array => {
  const out = new Float64Array(model.items);
  model.score(history, out);
  return out;
};

describe('IALS', () => {
  const options = resolveHyperParameters(ials, { factors: 4, epochs: 1, regularization: 0.5, confidence: 3 });
  const liked = tasteRows(createRandom(11), 20, 9, 7).filter((row) => row.liked !== false);
  const data = interactionsOf(liked, 20, 9);
  const model = fit(data, options);
  const factors = rowsOf(model.state().arrays.itemFactors, 4);
  const extraOf = (strength: number): number => (3 * Math.log(1 + strength)) / Math.log(2);
  const observe = (history: History): Observation[] =>
    Array.from(history.items, (row, k) => ({ row, extra: extraOf(history.strength[k]), wanted: 1 }));

  it.each([1, 2, 3, 4, 5, 6])('folds a history of %i entries in as the normal equations do', (length) => {
    const history = historyFrom(
      Array.from({ length }, (_, item) => ({ item, type: item % 5, seconds: 100 * item })),
      9,
    );
    const x = normalEquations(factors, observe(history), 0.5);
    scores(model, history).forEach((score, item) => expect(score).toBeCloseTo(dot(x, factors[item]), 5));
  });

  it('alternates as Hu, Koren and Volinsky do: one epoch from the same start gives the same item factors', () => {
    const drawn = createMatrix(jsEngine, 9, 4);
    drawRows(
      jsEngine,
      drawn,
      0.05,
      createRandom(3)
        .fork('ials')
        .integer(2 ** 32),
    );
    const start = readMatrix(drawn);
    const users = Array.from({ length: 20 }, (_, u) => {
      const history = historyOf(data, u);
      return normalEquations(rowsOf(start, 4), observe(history), 0.5);
    });
    for (let item = 0; item < 9; item++) {
      const audience: Observation[] = [];
      for (let u = 0; u < 20; u++) {
        const history = historyOf(data, u);
        const k = history.items.indexOf(item);
        if (k >= 0) audience.push({ row: u, extra: extraOf(history.strength[k]), wanted: 1 });
      }
      const expected = normalEquations(users, audience, 0.5);
      factors[item].forEach((value, f) => expect(value).toBeCloseTo(expected[f], 4));
    }
  });

  it('gives a learner who has done nothing since the ranking of the trained vector', () => {
    // The learners' vectors of 400 epochs are those solved against the items of 399.
    const [before, settled] = [399, 400].map((epochs) => fit(data, { ...options, epochs }));
    const fixed = rowsOf(before.state().arrays.itemFactors, 4);
    const items = rowsOf(settled.state().arrays.itemFactors, 4);
    for (let u = 0; u < 20; u++) {
      const history = historyOf(data, u);
      const trained = normalEquations(fixed, observe(history), 0.5);
      const expected = items.map((item) => dot(trained, item));
      const folded = scores(settled, history);
      expect([...topK(folded, 9, null, null)]).toEqual([...topK(Float64Array.from(expected), 9, null, null)]);
    }
  });

  it('takes a dislike of something expected as p = 0 with the confidence of a plain view', () => {
    const entries = [{ item: 0 }, { item: 2, type: 2 }];
    const before = scores(model, historyFrom(entries, 9));
    const disliked = before.indexOf(Math.max(...before.filter((_, item) => item !== 0 && item !== 2)));
    expect(before[disliked]).toBeGreaterThan(0);
    const history = historyFrom([...entries, { item: disliked, liked: false }], 9);
    const seen = observe(history).map((entry) => (entry.row === disliked ? { ...entry, extra: 3, wanted: 0 } : entry));
    const x = normalEquations(factors, seen, 0.5);
    scores(model, history).forEach((score, item) => expect(score).toBeCloseTo(dot(x, factors[item]), 5));
  });

  it('leaves a dislike of something not expected without effect', () => {
    const longer = fit(data, { ...options, epochs: 10 });
    const unexpected = Array.from({ length: 9 }, (_, item) => item).flatMap((item) => {
      const entries = [{ item }];
      const before = scores(longer, historyFrom(entries, 9));
      return before.some((score) => score < 0)
        ? [{ entries, before, other: before.findIndex((score) => score < 0) }]
        : [];
    });
    expect(unexpected.length).toBeGreaterThan(0);
    for (const { entries, before, other } of unexpected)
      expect(scores(longer, historyFrom([...entries, { item: other, liked: false }], 9))).toEqual(before);
  });

  it('gives the cosine of the item factors as similarity', () => {
    const out = new Float64Array(9);
    model.similar(4, out);
    const length = (v: readonly number[]): number => Math.sqrt(dot(v, v));
    out.forEach((value, item) => {
      const expected = dot(factors[4], factors[item]) / (length(factors[4]) * length(factors[item]));
      expect(value).toBeCloseTo(expected, 5);
    });
  });

  it('scales the ridge of each row by its engaged entries with countScaling, dislikes apart', () => {
    const rows = tasteRows(createRandom(5), 20, 9, 7).filter((row, n) => row.user > 3 || n % 3 > 0);
    expect(rows.some(({ liked }) => liked === false)).toBe(true);
    const mixed = interactionsOf(rows, 20, 9);
    const countOf = (history: History): number => history.disliked.filter((one) => one === 0).length;
    const counts = Array.from({ length: 20 }, (_, u) => countOf(historyOf(mixed, u)));
    expect(new Set(counts).size).toBeGreaterThan(1);
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.filter((n) => n > 0).length;
    const scaled = fit(mixed, { ...options, epochs: 3, countScaling: 1 });
    const y = rowsOf(scaled.state().arrays.itemFactors, 4);
    for (const length of [1, 2, 4, 6]) {
      const history = historyFrom(
        Array.from({ length }, (_, item) => ({ item, type: item % 5, seconds: 100 * item })),
        9,
      );
      const x = normalEquations(y, observe(history), (0.5 * length) / mean);
      scores(scaled, history).forEach((score, item) => expect(score).toBeCloseTo(dot(x, y[item]), 5));
    }
    const restored = ials.restore(scaled.state());
    expect(scores(restored, historyOf(mixed, 7))).toEqual(scores(scaled, historyOf(mixed, 7)));
  });

  it('comes to rest where both sides solve their systems with those ridges', () => {
    const scaled = fit(data, { ...options, epochs: 400, countScaling: 1 });
    const y = rowsOf(scaled.state().arrays.itemFactors, 4);
    const histories = Array.from({ length: 20 }, (_, u) => historyOf(data, u));
    const meanOf = (counts: readonly number[]): number =>
      counts.reduce((sum, n) => sum + n, 0) / counts.filter((n) => n > 0).length;
    const meanUser = meanOf(histories.map(({ length }) => length));
    const users = histories.map((history) =>
      normalEquations(y, observe(history), (0.5 * Math.max(1, history.length)) / meanUser),
    );
    const audiences = y.map((_, item): Observation[] =>
      histories.flatMap((history, row) => {
        const k = history.items.indexOf(item);
        return k < 0 ? [] : [{ row, extra: extraOf(history.strength[k]), wanted: 1 }];
      }),
    );
    const meanItem = meanOf(audiences.map(({ length }) => length));
    audiences.forEach((audience, item) => {
      const expected = normalEquations(users, audience, (0.5 * audience.length) / meanItem);
      y[item].forEach((value, f) => expect(value).toBeCloseTo(expected[f], 3));
    });
  });
});
