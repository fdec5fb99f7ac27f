import { describe, expect, it } from '@jest/globals';
import type { ContentRecord } from '../../../../src/model/content/features.js';
import { stackFeatures, type BlockWeights } from '../../../../src/model/content/stacked-features.js';
import { rowOf, sparseDot, sparseNorm } from '../../../../src/model/sparse.js';

const record = (fields: Partial<ContentRecord>): ContentRecord => ({
  title: '',
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
  ...fields,
});
const NONE: BlockWeights = {
  title: 0,
  grams: 0,
  description: 0,
  domain: 0,
  subtopic: 0,
  difficultyLevel: 0,
  contentType: 0,
  language: 0,
  tags: 0,
};

function likeness(records: readonly ContentRecord[], weights?: Partial<BlockWeights>) {
  const rows = stackFeatures(records, undefined, weights && { ...NONE, ...weights });
  return (a: number, b: number): number => sparseDot(rowOf(rows, a), rowOf(rows, b));
}

describe('stacked features', () => {
  const two = [
    record({ title: 'python', domain: 'code' }),
    record({ title: 'python', domain: 'art' }),
    record({ title: 'sewing', domain: 'art' }),
    record({ title: 'sewing' }),
  ];

  it('is the mean of the blocks, by their squared weights, where both have all', () => {
    const cosine = likeness(two, { title: 2, domain: 1 });
    expect(cosine(0, 1)).toBeCloseTo(4 / 5, 12);
    expect(cosine(1, 2)).toBeCloseTo(1 / 5, 12);
    expect(cosine(0, 2)).toBe(0);
    // Only the title of the last one is known, so that is all of its row.
    expect(cosine(2, 3)).toBeCloseTo(2 / Math.sqrt(5), 12);
  });

  it('finds the pieces of words where no whole word is shared', () => {
    const records = [record({ title: 'programming' }), record({ title: 'programmers' }), record({ title: 'cooking' })];
    expect(likeness(records, { title: 1 })(0, 1)).toBe(0);
    const cosine = likeness(records);
    expect(cosine(0, 1)).toBeGreaterThan(0.2);
    expect(cosine(0, 1)).toBeGreaterThan(2 * cosine(0, 2));
  });

  it('leaves out what all contents have, and counts it for no length', () => {
    const same = two.map((one) => ({ ...one, contentType: 'COURSE', tags: ['all'] }));
    const [with_, without] = [likeness(same), likeness(two)];
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [2, 3],
    ] as const)
      expect(with_(a, b)).toBeCloseTo(without(a, b), 12);
  });

  it('has a row of norm 1 for each content, empty where nothing is known', () => {
    const rows = stackFeatures([...two, record({}), record({ description: 'python at length', tags: ['a', 'b'] })]);
    expect(rows.rows).toBe(6);
    for (const row of [0, 1, 2, 3, 5]) expect(sparseNorm(rowOf(rows, row))).toBeCloseTo(1, 12);
    expect(rowOf(rows, 4).indices).toHaveLength(0);
    for (let row = 0; row < 6; row++) {
      const { indices } = rowOf(rows, row);
      for (let n = 0; n < indices.length; n++) {
        expect(indices[n]).toBeGreaterThan(n > 0 ? indices[n - 1] : -1);
        expect(indices[n]).toBeLessThan(rows.columns);
      }
    }
    expect(stackFeatures([]).rows).toBe(0);
  });
});
