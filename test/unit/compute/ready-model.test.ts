import { describe, expect, it } from '@jest/globals';
import { readyModel } from '../../../src/compute/ready-model.js';
import { restoreReady } from '../../../src/model/hybrid/hybrid-snapshot.js';
import { smallSnapshot } from '../../support/small-snapshot.js';

const record = (title: string) => ({
  title,
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
});

describe('a model made ready', () => {
  it('has the fit that serves, and the catalogue in its places', () => {
    // The model's second item, something new, and its first.
    const { model, space, tieRank } = readyModel(smallSnapshot(), {
      pk: Int32Array.of(2, 7, 1),
      id: ['z', 'b', 'a'],
      records: ['Rust', 'Python Rust', 'Python'].map(record),
    });
    const restored = restoreReady(model);
    expect([...restored.itemPk]).toEqual([1, 2]);
    expect(restored).toMatchObject({ holdout: null, serving: { alpha: 0.5 } });
    // Python and Rust, each of norm 1, then the one that names both in equal parts.
    expect([...space.vectors.rowPtr]).toEqual([0, 1, 2, 4]);
    [1, 1, Math.SQRT1_2, Math.SQRT1_2].forEach((value, n) => expect(space.vectors.value[n]).toBeCloseTo(value, 12));
    // Nobody engaged with the second and the third: only the third is like the first.
    expect([...space.cold.items]).toEqual([1, 2]);
    expect([...space.cold.neighbours]).toEqual([0]);
    expect([...tieRank]).toEqual([0, 2, 1]);
  });

  it('is refused with its code where it is none', () => {
    const nothing = { pk: new Int32Array(0), id: [], records: [] };
    const bytes = smallSnapshot();
    bytes[0] ^= 1;
    expect(() => readyModel(bytes, nothing)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_DAMAGED' }));
    const older = smallSnapshot();
    older[4] = 1;
    expect(() => readyModel(older, nothing)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_VERSION' }));
  });
});
