import { describe, expect, it, jest } from '@jest/globals';
import { createEngine, createServingEngine } from '../../../src/compute/create-engine.js';
import { ials } from '../../../src/model/algorithms/ials.js';
import { svd } from '../../../src/model/algorithms/svd.js';
import { describeOn } from '../../support/recommender-contract.js';

// A platform without SIMD or threads refuses the module; what that gives is kept for the life of the process.
const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
const validate = jest.spyOn(WebAssembly, 'validate').mockReturnValue(false);
const engine = createEngine(4);

describe('createEngine where WebAssembly lacks SIMD or threads', () => {
  it('computes in plain TypeScript on the calling thread, and warns once', () => {
    expect([engine.name, engine.threads, engine.jobs]).toEqual(['TYPESCRIPT', 1, null]);
    expect(createServingEngine().name).toBe('TYPESCRIPT');
    expect(validate).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls.map(([message]) => String(message))).toEqual([expect.stringContaining('plain TypeScript')]);
    expect(() => engine.close()).not.toThrow();
  });

  describeOn(
    engine,
    ials,
    {
      hyperParameters: { factors: 6, epochs: 6, regularization: 1, confidence: 10 },
      solvesCheckerboard: true,
      learnerOrderMatters: true,
      seeded: true,
      usesEngine: true,
    },
    'IALS holds the contract:',
  );
  describeOn(
    engine,
    svd,
    {
      hyperParameters: { factors: 4, epochs: 10 },
      solvesCheckerboard: false,
      learnerOrderMatters: true,
      seeded: true,
      usesEngine: true,
    },
    'SVD holds the contract:',
  );
});
