import { describe, expect, it } from '@jest/globals';
import { ALGORITHM_NAMES, type RecommenderState } from '../../../src/model/recommender.js';
import { ALGORITHMS, getAlgorithm, resolveHyperParameters, restoreRecommender } from '../../../src/model/registry.js';

const badInput = (message: RegExp) =>
  expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) as unknown });

describe('registry', () => {
  it('has every public name, under that name', () => {
    expect(Object.keys(ALGORITHMS).sort()).toEqual([...ALGORITHM_NAMES].sort());
    for (const name of ALGORITHM_NAMES) expect(getAlgorithm(name).name).toBe(name);
  });

  it.each(['NOPE', 'item_knn', '', 'toString', '__proto__', 'constructor'])(
    'refuses the name "%s", listing those there are',
    (name) => {
      expect(() => getAlgorithm(name)).toThrow(badInput(/ITEM_KNN.*IALS.*SVD.*POPULARITY/));
    },
  );

  it('describes every option, with a default inside its range', () => {
    for (const name of ALGORITHM_NAMES)
      for (const rule of Object.values(ALGORITHMS[name].hyperParameters)) {
        expect(rule.description).toMatch(/\.$/);
        expect(rule.default >= rule.minimum && rule.default <= rule.maximum).toBe(true);
        if (rule.integer) expect(Number.isInteger(rule.default)).toBe(true);
      }
  });
});

describe('hyper-parameters', () => {
  const svd = getAlgorithm('SVD');

  it('are filled with the defaults', () => {
    expect(resolveHyperParameters(svd, { epochs: 3 })).toEqual({
      factors: 100,
      epochs: 3,
      learningRate: 0.005,
      regularization: 0.02,
      initialDeviation: 0.1,
    });
  });

  it('accept both ends of a range', () => {
    expect(resolveHyperParameters(svd, { factors: 1, regularization: 0 })).toMatchObject({
      factors: 1,
      regularization: 0,
    });
    expect(resolveHyperParameters(svd, { factors: 1024, regularization: 10 })).toMatchObject({ factors: 1024 });
  });

  it.each([
    [{ factors: 0 }, /factors must be a whole number from 1 to 1024; it was 0/],
    [{ factors: 1025 }, /factors .*1025/],
    [{ factors: 2.5 }, /factors must be a whole number .*2\.5/],
    [{ epochs: Number.NaN }, /epochs .*NaN/],
    [{ learningRate: Infinity }, /learningRate must be a number .*Infinity/],
    [{ regularization: -0.1 }, /regularization .*-0\.1/],
    [{ factors: '20' as unknown as number }, /factors/],
    [{ shrinkage: 3 }, /SVD has no option "shrinkage"; it has factors, epochs/],
    [{ constructor: 3 } as unknown as Record<string, number>, /no option "constructor"/],
  ])('refuse %j', (given, message) => {
    expect(() => resolveHyperParameters(svd, given)).toThrow(badInput(message));
  });
});

describe('restoring', () => {
  const state: RecommenderState = {
    algorithm: 'POPULARITY',
    options: { halfLifeDays: 0 },
    numbers: { items: 2 },
    arrays: { scores: Float64Array.of(3, 1) },
  };
  const code = (expected: string) => expect.objectContaining({ code: expected });

  it('gives the model back', () => {
    expect(restoreRecommender(state).state()).toEqual(state);
  });

  it('says that an algorithm is unknown to this version', () => {
    const newer = { ...state, algorithm: 'WORD2VEC' as unknown as 'SVD' };
    expect(() => restoreRecommender(newer)).toThrow(code('SNAPSHOT_VERSION'));
  });

  it.each<[string, Partial<RecommenderState>]>([
    ['an unknown option', { options: { depth: 3 } }],
    ['an option out of range', { options: { halfLifeDays: -1 } }],
    ['a missing number', { numbers: {} }],
    ['a missing array', { arrays: {} }],
    ['an array of another type', { arrays: { scores: Float32Array.of(3, 1) } }],
    ['an array of another length', { arrays: { scores: Float64Array.of(3) } }],
    ['a number that is none', { arrays: { scores: Float64Array.of(3, Number.NaN) } }],
    ['no arrays at all', { arrays: undefined as unknown as RecommenderState['arrays'] }],
    ['no options at all', { options: null as unknown as RecommenderState['options'] }],
  ])('refuses %s as damage', (_, part) => {
    expect(() => restoreRecommender({ ...state, ...part })).toThrow(code('SNAPSHOT_DAMAGED'));
  });
});
