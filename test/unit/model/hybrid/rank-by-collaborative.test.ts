import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blendAll } from '../../../../src/model/hybrid/blend.js';
import { calibrateAll, type Calibration } from '../../../../src/model/hybrid/calibrate.js';
import { rankByCollaborative } from '../../../../src/model/hybrid/rank-by-collaborative.js';
import { topK } from '../../../../src/model/top-k.js';

const ascending = (size: number, low: number, high: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: size, maxLength: size }).map((values) =>
    Float64Array.from(
      values.sort((a, b) => a - b),
      (value) => low + ((high - low) * value) / 1000,
    ),
  );
const calibration: fc.Arbitrary<Calibration> = fc
  .integer({ min: 2, max: 6 })
  .chain((size) => fc.record({ x: ascending(size, 0.1, 0.8), y: ascending(size, 0.2, 9.8) }));
/** Few distinct scores, so that ties are common. */
const item = fc.record({
  collaborative: fc.integer({ min: -3, max: 12 }).map((n) => n / 12),
  content: fc.integer({ min: 0, max: 12 }).map((n) => n / 12),
  excluded: fc.integer({ min: 0, max: 3 }).map((n) => (n === 0 ? 1 : 0)),
  tie: fc.nat(100),
});

describe('rankByCollaborative', () => {
  it('gives the very list of ranking all blended calibrated scores, or none', () => {
    let given = 0;
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 120 }),
        fc.record({ collaborative: calibration, content: calibration }),
        fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.9, 0.99, 1)),
        fc.integer({ min: 1, max: 12 }),
        (items, maps, alpha, k) => {
          const collaborative = Float64Array.from(items, (one) => one.collaborative);
          const excluded = Uint8Array.from(items, (one) => one.excluded);
          const tieRank = Int32Array.from(items, (one) => one.tie);
          const list = rankByCollaborative({
            calibration: maps,
            collaborative,
            content: (place) => items[place].content,
            alpha,
            excluded,
            tieRank,
            k,
          });
          if (alpha === 0) expect(list).toBeNull();
          if (list === null) return;
          given++;
          calibrateAll(maps.collaborative, collaborative, collaborative);
          const content = Float64Array.from(items, (one) => one.content);
          calibrateAll(maps.content, content, content);
          const blended = new Float64Array(items.length);
          blendAll(alpha, collaborative, content, blended);
          expect([...list]).toEqual([...topK(blended, k, excluded, tieRank)]);
        },
      ),
      { numRuns: 1000 },
    );
    expect(given).toBeGreaterThan(100);
  });

  it('asks for the content half of few items where the collaborative half weighs most', () => {
    const items = 5000;
    const line = { x: Float64Array.of(0.05, 0.95), y: Float64Array.of(0.5, 9.5) };
    const asked = new Set<number>();
    const list = rankByCollaborative({
      calibration: { collaborative: line, content: line },
      collaborative: Float64Array.from({ length: items }, (_, n) => ((n * 7919) % items) / items),
      content: (place) => {
        asked.add(place);
        return ((place * 104_729) % items) / items;
      },
      alpha: 0.95,
      excluded: new Uint8Array(items),
      tieRank: null,
      k: 10,
    });
    expect(list).toHaveLength(10);
    expect(asked.size).toBeLessThan(items / 10);
  });
});
