import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bootstrapMean } from '../../../src/evaluation/bootstrap.js';
import { createIntervals } from '../../../src/evaluation/intervals.js';
import { WIDTH } from '../../../src/evaluation/judge.js';
import { createResampler, RESAMPLES, type ResampleInput } from '../../../src/evaluation/resample.js';
import { createRandom } from '../../../src/model/random.js';

const NDCG = 2;
const NOVELTY = 6;
const DIVERSITY = 7;

/** A table whose ranking measures are all `ranking(i)`, and whose list measures are `list(i)`. */
function tableOf(learners: number, ranking: (i: number) => number, list: (i: number) => number): Float64Array {
  return Float64Array.from({ length: learners * WIDTH }, (_, at) =>
    at % WIDTH < NOVELTY ? ranking(Math.floor(at / WIDTH)) : list(Math.floor(at / WIDTH)),
  );
}

function replicatesOf(input: ResampleInput, count = RESAMPLES) {
  const resampler = createResampler(input);
  const values = new Float64Array(count * resampler.cells);
  for (let r = 0; r < count; r++)
    resampler.replicate(r, values.subarray(r * resampler.cells, (r + 1) * resampler.cells));
  const means = new Float64Array(resampler.cells);
  resampler.means(means);
  return { resampler, means, values, intervals: createIntervals({ means, values, count }) };
}

const value = (i: number): number => ((i * 37) % 101) / 100;

describe('the resampler', () => {
  it('agrees with scipy.stats.bootstrap, method percentile, 20,000 resamples', () => {
    // scipy 1.17.1 on these 200 values: mean 0.50045, interval 0.4596 to 0.54135; a bound of 1,000 replicates has a standard
    // error of about .0017. In the second table half of the learners have no hit and are passed over.
    const half = (i: number): number => (i % 2 === 0 ? value(i) : 0);
    const tables = [tableOf(200, value, value), tableOf(200, half, half)];
    const { resampler, intervals } = replicatesOf({ tables, learners: 200, groupings: [], seed: 3 });
    for (const metric of [NDCG, NOVELTY]) {
      const full = intervals.measure(resampler.cellOf(0, 0, metric), 200)!;
      expect(full.value).toBeCloseTo(0.50045, 10);
      expect(Math.abs(full.low! - 0.4596)).toBeLessThan(0.007);
      expect(Math.abs(full.high! - 0.54135)).toBeLessThan(0.007);
      const sparse = intervals.measure(resampler.cellOf(0, 1, metric), 200)!;
      const reference = bootstrapMean(
        Float64Array.from({ length: 200 }, (_, i) => half(i)),
        createRandom(8),
        4000,
      );
      expect(sparse.value).toBeCloseTo(reference.value, 12);
      expect(Math.abs(sparse.low! - reference.low!)).toBeLessThan(0.007);
      expect(Math.abs(sparse.high! - reference.high!)).toBeLessThan(0.007);
    }
  });

  it('draws as many learners as there are: the mean of a constant is that constant, in every replicate and group', () => {
    const groupOf = Int32Array.from({ length: 50 }, (_, i) => i % 3);
    const { resampler, values } = replicatesOf(
      {
        tables: [
          tableOf(
            50,
            () => 0.25,
            () => 3,
          ),
        ],
        learners: 50,
        groupings: [{ groups: 3, groupOf }],
        seed: 1,
      },
      50,
    );
    for (let r = 0; r < 50; r++)
      for (let group = 0; group < 4; group++) {
        expect(values[r * resampler.cells + resampler.cellOf(group, 0, NDCG)]).toBeCloseTo(0.25, 12);
        expect(values[r * resampler.cells + resampler.cellOf(group, 0, DIVERSITY)]).toBeCloseTo(3, 12);
      }
  });

  it('gives a group the interval that its learners alone have', () => {
    const groupOf = Int32Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : 1));
    const table = tableOf(
      400,
      (i) => (i < 200 ? value(i) : 1),
      (i) => i,
    );
    const { resampler, intervals } = replicatesOf({
      tables: [table],
      learners: 400,
      groupings: [{ groups: 2, groupOf }],
      seed: 5,
    });
    const { value: mean, low, high } = intervals.measure(resampler.cellOf(1, 0, NDCG), 200)!;
    expect(mean).toBeCloseTo(0.50045, 10);
    expect(Math.abs(low! - 0.4596)).toBeLessThan(0.008);
    expect(Math.abs(high! - 0.54135)).toBeLessThan(0.008);
    expect(intervals.measure(resampler.cellOf(2, 0, NDCG), 200)).toEqual({ value: 1, low: 1, high: 1 });
  });

  it('leaves learners without a value out of a mean, and has none where nobody has one', () => {
    const table = tableOf(
      4,
      () => 0,
      (i) => (i < 2 ? 6 : NaN),
    );
    const { resampler, means, intervals } = replicatesOf({ tables: [table], learners: 4, groupings: [], seed: 1 }, 20);
    expect(means[resampler.cellOf(0, 0, NOVELTY)]).toBe(6);
    const none = replicatesOf(
      {
        tables: [
          tableOf(
            4,
            () => 0,
            () => NaN,
          ),
        ],
        learners: 4,
        groupings: [],
        seed: 1,
      },
      20,
    );
    expect(none.intervals.measure(none.resampler.cellOf(0, 0, NOVELTY), 4)).toBeNull();
    expect(intervals.measure(resampler.cellOf(0, 0, NDCG), 1)).toEqual({ value: 0, low: null, high: null });
  });

  it('has the means of the learners, whatever the groups', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(unit, fc.nat(2)), { minLength: 1, maxLength: 30 }), (learners) => {
        const table = tableOf(
          learners.length,
          (i) => learners[i][0],
          (i) => learners[i][0],
        );
        const groupOf = Int32Array.from(learners, ([, group]) => group);
        const input = { tables: [table], learners: learners.length, groupings: [{ groups: 3, groupOf }], seed: 1 };
        const resampler = createResampler(input);
        const means = new Float64Array(resampler.cells);
        resampler.means(means);
        for (let group = 0; group <= 3; group++) {
          const own = learners.filter(([, g]) => group === 0 || g === group - 1).map(([x]) => x);
          const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
          for (const metric of [NDCG, NOVELTY])
            if (own.length === 0) expect(means[resampler.cellOf(group, 0, metric)]).toBeNaN();
            else expect(means[resampler.cellOf(group, 0, metric)]).toBeCloseTo(mean, 10);
        }
      }),
    );
  });

  it('gives a replicate by its number and the seed, whatever was drawn before', () => {
    const input = { tables: [tableOf(30, value, value)], learners: 30, groupings: [], seed: 9 };
    const draw = (seed: number, ...numbers: number[]): number[] => {
      const resampler = createResampler({ ...input, seed });
      const out = new Float64Array(resampler.cells);
      for (const number of numbers) resampler.replicate(number, out);
      return [...out];
    };
    expect(draw(9, 0, 1, 7)).toEqual(draw(9, 7));
    expect(draw(9, 6)).not.toEqual(draw(9, 7));
    expect(draw(10, 7)).not.toEqual(draw(9, 7));
  });
});

describe('paired intervals', () => {
  const tables = [tableOf(200, value, value), tableOf(200, (i) => value(i) - 0.1 + 0.01 * ((i % 7) - 3), value)];
  const { resampler, intervals } = replicatesOf({ tables, learners: 200, groupings: [], seed: 2 });
  const [a, b] = [0, 1].map((contestant) => resampler.cellOf(0, contestant, NDCG));

  it('are narrow where two contestants succeed with the same learners', () => {
    // The difference is 0.1 - 0.01 ((i mod 7) - 3): deviation 0.02, so its mean has a standard error of 0.02 / sqrt(200) = .0014.
    const { value: difference, low, high } = intervals.difference(a, b, 200);
    expect(difference).toBeCloseTo(0.1, 2);
    expect(high! - low!).toBeGreaterThan(3.2 * 0.00141);
    expect(high! - low!).toBeLessThan(4.6 * 0.00141);
    expect(low!).toBeLessThan(difference);
    expect(high!).toBeGreaterThan(difference);
  });

  it('change sign when the two are exchanged, and are 0 for the same', () => {
    const [there, back] = [intervals.difference(a, b, 200), intervals.difference(b, a, 200)];
    expect(back.value).toBeCloseTo(-there.value, 12);
    expect(back.low).toBeCloseTo(-there.high!, 12);
    expect(back.high).toBeCloseTo(-there.low!, 12);
    expect(intervals.difference(a, a, 200)).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('widen with the level, and need two learners', () => {
    const [narrow, wide] = [0.95, 0.999].map((level) => intervals.difference(a, b, 200, level));
    expect(wide.low!).toBeLessThan(narrow.low!);
    expect(wide.high!).toBeGreaterThan(narrow.high!);
    expect(intervals.difference(a, b, 1)).toMatchObject({ low: null, high: null });
  });

  it('hold for ratios, which are null over nothing', () => {
    const { value: ratio, low, high } = intervals.ratio(b, a, 200)!;
    expect(ratio).toBeCloseTo(0.8, 1);
    expect(low!).toBeLessThan(ratio);
    expect(high!).toBeGreaterThan(ratio);
    expect(intervals.ratio(a, a, 200)).toEqual({ value: 1, low: 1, high: 1 });
    const zero = replicatesOf({ tables: [tableOf(5, () => 0, value)], learners: 5, groupings: [], seed: 1 }, 10);
    expect(zero.intervals.ratio(zero.resampler.cellOf(0, 0, NDCG), zero.resampler.cellOf(0, 0, NDCG), 5)).toBeNull();
  });

  it('do not find a difference where there is none, more often than one time in twenty', () => {
    // Two contestants that are as good as each other by chance: 200 worlds, Bin(200, .05) stays below 21 but for one in 10,000.
    let found = 0;
    for (let world = 0; world < 200; world++) {
      const random = createRandom(world);
      const two = [0, 1].map(() => {
        const draws = Array.from({ length: 60 }, () => random.next());
        return tableOf(
          60,
          (i) => draws[i],
          () => 0,
        );
      });
      const drawn = replicatesOf({ tables: two, learners: 60, groupings: [], seed: world }, 200);
      const cells = [0, 1].map((contestant) => drawn.resampler.cellOf(0, contestant, NDCG));
      const { low, high } = drawn.intervals.difference(cells[0], cells[1], 60);
      if (low! > 0 || high! < 0) found++;
    }
    expect(found).toBeLessThan(24);
    expect(found).toBeGreaterThan(1);
  });
});
