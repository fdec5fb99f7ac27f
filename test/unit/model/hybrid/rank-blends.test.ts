import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blendAll } from '../../../../src/model/hybrid/blend.js';
import { calibrateAll, type Calibration } from '../../../../src/model/hybrid/calibrate.js';
import { createBlendRanker } from '../../../../src/model/hybrid/rank-blends.js';
import { topK } from '../../../../src/model/top-k.js';

const ascending = (size: number, low: number, high: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: size, maxLength: size }).map((values) =>
    Float64Array.from(
      values.sort((a, b) => a - b),
      (value) => low + ((high - low) * value) / 1000,
    ),
  );

/** Any map, with knots in the middle of the scores, so that both ends of it bend. */
const calibration: fc.Arbitrary<Calibration> = fc
  .integer({ min: 2, max: 6 })
  .chain((size) => fc.record({ x: ascending(size, 0.1, 0.8), y: ascending(size, 0.2, 9.8) }));

/** Few distinct scores, so that ties are common; the content half's is known within an error. */
const item = fc.record({
  collaborative: fc.integer({ min: 0, max: 12 }).map((n) => n / 12),
  content: fc.integer({ min: 0, max: 12 }).map((n) => n / 12),
  error: fc.double({ min: -1, max: 1, noNaN: true }),
  excluded: fc.integer({ min: 0, max: 3 }).map((n) => (n === 0 ? 1 : 0)),
  tie: fc.nat(100),
});

describe('createBlendRanker', () => {
  it('gives the very lists of ranking all blended calibrated scores, at every alpha', () => {
    const alphas = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });
    const halves = fc.record({ collaborative: calibration, content: calibration });
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 60 }),
        halves,
        alphas,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 1e-6, 0.05),
        (items, maps, some, k, contentError) => {
          const collaborative = Float64Array.from(items, (one) => one.collaborative);
          const content = Float64Array.from(items, (one) => one.content);
          const excluded = Uint8Array.from(items, (one) => one.excluded);
          const tieRank = Int32Array.from(items, (one) => one.tie);
          const all = [0, 1, ...some];
          const lists = createBlendRanker(maps, items.length, k, tieRank).rank(
            {
              collaborative,
              content: content.map((value, n) => value + items[n].error * contentError),
              contentError,
              exactContent: (place) => content[place],
              excluded,
            },
            all,
          );
          calibrateAll(maps.collaborative, collaborative, collaborative);
          const calibrated = new Float64Array(items.length);
          calibrateAll(maps.content, content, calibrated);
          const blended = new Float64Array(items.length);
          all.forEach((alpha, n) => {
            blendAll(alpha, collaborative, calibrated, blended);
            expect([...lists[n]]).toEqual([...topK(blended, k, excluded, tieRank)]);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('asks for the exact score of few items', () => {
    const items = 5000;
    const scores = Float64Array.from({ length: items }, (_, n) => ((n * 7919) % items) / items);
    const other = Float64Array.from({ length: items }, (_, n) => ((n * 104_729) % items) / items);
    const line = { x: Float64Array.of(0.05, 0.95), y: Float64Array.of(0.5, 9.5) };
    const ranker = createBlendRanker({ collaborative: line, content: line }, items, 10, null);
    const asked = new Set<number>();
    ranker.rank(
      {
        collaborative: scores,
        content: other,
        contentError: 1e-6,
        exactContent: (place) => {
          asked.add(place);
          return other[place];
        },
        excluded: new Uint8Array(items),
      },
      [0.8],
    );
    expect(asked.size).toBeLessThan(items / 10);
  });
});
