import { describe, expect, it } from '@jest/globals';
import { DEFAULT_ALPHA_GRID } from '../../../../src/model/hybrid/alpha.js';
import { alphaForLength, fitAlphaByHistory } from '../../../../src/model/hybrid/alpha-by-history.js';
import { createRandom } from '../../../../src/model/random.js';

const LEARNERS = 1600;
/** Every length from 1 to 20, by turns. */
const lengths = Int32Array.from({ length: LEARNERS }, (_, n) => 1 + (Math.floor(n / 2) % 20));

/** Quality of a learner at an alpha: best where alpha is what the length asks for, with chance on top. */
function valuesOf(best: (length: number) => number): Float64Array[] {
  const random = createRandom(3);
  const luck = Float64Array.from(lengths, () => 0.3 * random.next());
  return DEFAULT_ALPHA_GRID.map((alpha) =>
    luck.map((base, n) => base + 0.5 - 0.5 * (alpha - best(lengths[n])) ** 2 + 0.01 * random.next()),
  );
}

describe('alpha by the length of the history', () => {
  it('is fitted where short histories ask for another than long ones', () => {
    const steps = fitAlphaByHistory(
      valuesOf((length) => (length < 6 ? 0.2 : 0.9)),
      lengths,
    )!;
    expect(steps.map(({ fromLength }) => fromLength)).toEqual([1, 3, 6, 16]);
    expect(alphaForLength(steps, 0.5, 2)).toBeCloseTo(0.2, 1);
    expect(alphaForLength(steps, 0.5, 5)).toBeCloseTo(0.2, 1);
    expect(alphaForLength(steps, 0.5, 6)).toBeCloseTo(0.9, 1);
    expect(alphaForLength(steps, 0.5, 500)).toBeCloseTo(0.9, 1);
  });

  it('is left alone where all lengths ask for the same', () => {
    expect(
      fitAlphaByHistory(
        valuesOf(() => 0.6),
        lengths,
      ),
    ).toBeNull();
  });

  it('is left alone where all histories are of a kind, or there are few learners', () => {
    expect(
      fitAlphaByHistory(
        valuesOf((length) => (length < 6 ? 0.2 : 0.9)),
        new Int32Array(LEARNERS).fill(9),
      ),
    ).toBeNull();
    const few = valuesOf((length) => (length < 6 ? 0.2 : 0.9)).map((row) => row.slice(0, 90));
    expect(fitAlphaByHistory(few, lengths.slice(0, 90))).toBeNull();
  });

  it('joins a step of few learners to its neighbour', () => {
    // Nobody has fewer than three: there are no learners to fit a first step by.
    const long = lengths.map((length) => Math.max(3, length));
    const steps = fitAlphaByHistory(
      valuesOf((length) => (length < 6 ? 0.2 : 0.9)),
      long,
    )!;
    expect(steps.map(({ fromLength }) => fromLength)).toEqual([1, 6, 16]);
  });

  it('is the one alpha where there are no steps', () => {
    expect(alphaForLength(null, 0.7, 3)).toBe(0.7);
  });
});
