import { describe, expect, it } from '@jest/globals';
import { contentCosine, scoreContent } from '../../../../src/model/content/profile.js';
import { BATCH, createContentBatch } from '../../../../src/model/content/score-batch.js';
import { createRandom } from '../../../../src/model/random.js';
import { stackRows, type SparseVector } from '../../../../src/model/sparse.js';
import { allEngines } from '../../../support/engines.js';

const COLUMNS = 40;
const random = createRandom(4);

function unit(values: Float64Array): Float64Array {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / norm);
}

function row(terms: number): SparseVector {
  const indices = random
    .shuffle(Int32Array.from({ length: COLUMNS }, (_, n) => n))
    .slice(0, terms)
    .sort();
  return { indices, values: unit(Float64Array.from(indices, () => random.next() + 0.01)) };
}

const vectors = stackRows(
  Array.from({ length: 75 }, (_, n) =>
    n === 7 ? { indices: new Int32Array(0), values: new Float64Array(0) } : row(1 + (n % 13)),
  ),
  COLUMNS,
);
const profiles = Array.from({ length: BATCH }, () => unit(Float64Array.from({ length: COLUMNS }, () => random.next())));

describe.each(allEngines())('a batch of content scores: %s', (_, engine) => {
  it('is that of one learner at a time, within its error', () => {
    engine.scope(() => {
      const batch = createContentBatch(engine, vectors);
      expect(batch.error).toBeLessThan(1e-5);
      // The second batch is smaller and follows a full one.
      for (const some of [profiles, profiles.slice(3, 8)]) {
        batch.score(some);
        some.forEach((profile, place) => {
          const [out, exact] = [new Float64Array(vectors.rows), new Float64Array(vectors.rows)];
          batch.read(place, out);
          scoreContent(profile, vectors, exact);
          out.forEach((cosine, item) => expect(Math.abs(cosine - exact[item])).toBeLessThanOrEqual(batch.error));
          expect(out[7]).toBe(0);
        });
      }
    });
  });
});

describe('contentCosine', () => {
  it('is to the last bit what all are', () => {
    const out = new Float64Array(vectors.rows);
    scoreContent(profiles[0], vectors, out);
    out.forEach((cosine, item) => expect(contentCosine(profiles[0], vectors, item)).toBe(cosine));
  });
});
