import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CURVE,
  evaluationArgumentsOf,
  readEvaluate,
  SEGMENTATIONS,
  writeEvaluate,
} from '../../../studio/src/evaluate/evaluate-state.js';
import { readModels, writeModels } from '../../../studio/src/models/models-state.js';

const id = fc.option(fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.isWellFormed()));

describe('the state of Evaluate and of Models in the address', () => {
  it('comes back from the address as it went in', () => {
    const state = fc.record({
      k: fc.integer({ min: 1, max: 100 }),
      sample: fc.integer({ min: 0, max: 100_000 }),
      alpha: fc.option(fc.integer({ min: 0, max: 100 }).map((n) => n / 100)),
      seed: fc.option(fc.nat()),
      curve: fc.boolean(),
      by: fc.constantFrom(...SEGMENTATIONS),
      run: fc.boolean(),
      a: id,
      b: id,
    });
    fc.assert(
      fc.property(state, (state) => {
        expect(readEvaluate(new URLSearchParams(writeEvaluate(state).toString()))).toEqual(state);
      }),
    );
    const models = fc.record({
      model: id,
      compare: id,
      train: fc.boolean(),
      job: id,
      days: fc.constantFrom(7, 30, 90),
    });
    fc.assert(
      fc.property(models, (state) => {
        expect(readModels(new URLSearchParams(writeModels(state).toString()))).toEqual(state);
      }),
    );
  });

  it('is not there for defaults, and becomes arguments of the API', () => {
    const state = readEvaluate(new URLSearchParams('alpha=3&k=0&seed=-1&by=AGE'));
    expect(writeEvaluate(state).toString()).toBe('');
    expect(evaluationArgumentsOf(state)).toEqual({ sampleSize: 1000, k: 10, alphas: CURVE, segments: ['ACTIVITY'] });
    const other = readEvaluate(new URLSearchParams('alpha=0&k=5&sample=0&seed=0&by=SENIORITY_LEVEL&curve=0'));
    expect(evaluationArgumentsOf(other)).toEqual({
      sampleSize: 0,
      k: 5,
      alpha: 0,
      seed: 0,
      segments: ['SENIORITY_LEVEL'],
    });
  });
});
