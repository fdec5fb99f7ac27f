import { describe, expect, it } from '@jest/globals';
import type { AlgorithmName, HyperParameters } from '../../../../src/model/recommender.js';
import type { Candidate } from '../../../../src/model/selection/candidates.js';
import { choose, select, type Attempt, type SelectionContext } from '../../../../src/model/selection/select.js';

const LEARNERS = 100;
/** All learners alike: any difference is certain. */
const alike = (mean: number): Float32Array => new Float32Array(LEARNERS).fill(mean);
/** Half of the learners gain, half lose, so that the mean's error is `spread / sqrt(99)`. */
const mixed = (mean: number, spread: number): Float32Array =>
  Float32Array.from({ length: LEARNERS }, (_, n) => mean + (n % 2 === 0 ? spread : -spread));

const CANDIDATES: readonly Candidate[] = [
  { algorithm: 'POPULARITY', lines: [] },
  { algorithm: 'ITEM_KNN', lines: [{ option: 'shrinkage', values: [1, 2, 4, 8, 16] }] },
  { algorithm: 'EASE', lines: [{ option: 'absent', values: [1, 2] }] },
];
const DEFAULTS: Partial<Record<AlgorithmName, HyperParameters>> = {
  POPULARITY: {},
  ITEM_KNN: { shrinkage: 4 },
  EASE: {},
};

/** @param values of a setting; a string refuses it */
function contextOf(
  values: (algorithm: AlgorithmName, hyperParameters: HyperParameters) => Float32Array | string,
  change: Partial<SelectionContext> = {},
): SelectionContext {
  let now = 0;
  return {
    candidates: CANDIDATES,
    complete: (algorithm, given) => {
      const defaults = DEFAULTS[algorithm]!;
      return Object.keys(given).every((option) => option in defaults) ? { ...defaults, ...given } : null;
    },
    estimate: () => ({ trial: 2, finalFit: 1 }),
    measure: (algorithm, hyperParameters) => {
      now += 2;
      const made = values(algorithm, hyperParameters);
      return typeof made === 'string' ? { kind: 'REFUSED', reason: made } : { kind: 'MEASURED', values: made };
    },
    known: () => null,
    secondsLeft: () => 1000 - now,
    clock: () => now,
    ...change,
  };
}

const told = ({ algorithm, hyperParameters }: Attempt): unknown[] => [algorithm, hyperParameters['shrinkage']];

describe('choosing an algorithm', () => {
  it('tries the defaults of all, then steps along the options for as long as it helps', () => {
    const byShrinkage: Record<number, number> = { 1: 0.35, 2: 0.5, 4: 0.4, 8: 0.3 };
    const { attempts, chosen, complete } = select(
      contextOf((algorithm, { shrinkage }) =>
        alike(algorithm === 'ITEM_KNN' ? byShrinkage[shrinkage] : algorithm === 'EASE' ? 0.3 : 0.1),
      ),
    );
    expect(attempts.map(told)).toEqual([
      ['POPULARITY', undefined],
      ['ITEM_KNN', 4],
      ['EASE', undefined],
      ['ITEM_KNN', 8],
      ['ITEM_KNN', 2],
      ['ITEM_KNN', 1],
    ]);
    expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(told(chosen!)).toEqual(['ITEM_KNN', 2]);
    expect(complete).toBe(true);
  });

  it('does not move for what chance explains', () => {
    // Half the learners gain .05, half lose .048: mean gain .001, standard error .0049.
    const { chosen } = select(
      contextOf((algorithm, { shrinkage }) =>
        algorithm === 'ITEM_KNN' ? (shrinkage === 4 ? alike(0.4) : mixed(0.401, 0.049)) : alike(0.1),
      ),
    );
    expect(told(chosen!)).toEqual(['ITEM_KNN', 4]);
  });

  it('leaves algorithms untuned that are far behind', () => {
    const { attempts } = select(contextOf((algorithm) => alike(algorithm === 'EASE' ? 0.4 : 0.2)));
    expect(attempts).toHaveLength(3);
  });

  it('takes the preferred of those that the best does not beat by a standard error', () => {
    // ITEM_KNN leads by .002 with an error of .005; popularity is far behind.
    const values = (leader: AlgorithmName, other: AlgorithmName) => (algorithm: AlgorithmName) =>
      algorithm === leader ? mixed(0.402, 0.05) : alike(algorithm === other ? 0.4 : 0.1);
    expect(select(contextOf(values('ITEM_KNN', 'EASE'))).chosen!.algorithm).toBe('EASE');
    expect(select(contextOf(values('EASE', 'ITEM_KNN'))).chosen!.algorithm).toBe('EASE');
    const clear = (algorithm: AlgorithmName): Float32Array => alike(algorithm === 'ITEM_KNN' ? 0.402 : 0.4);
    expect(select(contextOf(clear)).chosen!.algorithm).toBe('ITEM_KNN');
  });

  it('asks for more before it leaves what is the same for everybody', () => {
    // Two standard errors ahead of popularity: enough among personal rankings, not against popularity.
    const { chosen } = select(
      contextOf((algorithm) => (algorithm === 'POPULARITY' ? alike(0.01) : mixed(0.0101, 0.0005))),
    );
    expect(chosen!.algorithm).toBe('POPULARITY');
  });

  it('passes over what is refused, with the reason', () => {
    const { attempts, chosen } = select(contextOf((algorithm) => (algorithm === 'EASE' ? 'too large' : alike(0.1))));
    expect(attempts[2]).toMatchObject({ algorithm: 'EASE', values: null, reason: 'too large', outOfTime: false });
    expect(chosen).not.toBeNull();
  });

  it('has nothing to choose where everything is refused', () => {
    expect(select(contextOf(() => 'no')).chosen).toBeNull();
  });

  it('leaves out what would not end in time with the fit on everything, and says so', () => {
    // 2 s each and 1 s afterwards: after two trials 1.5 s are left of 5.5.
    let now = 0;
    const context = contextOf((algorithm) => alike(algorithm === 'POPULARITY' ? 0.1 : 0.4), {
      secondsLeft: () => 5.5 - now,
      onAttempt: () => (now += 2),
    });
    const { attempts, complete, chosen } = select(context);
    expect(attempts.map(({ outOfTime }) => outOfTime)).toEqual([false, false, true, true]);
    expect(attempts[2].reason).toContain('2.0 s');
    expect(attempts[2].reason).toContain('1.5 s were left');
    expect(complete).toBe(false);
    expect(chosen!.algorithm).toBe('ITEM_KNN');
  });

  it('makes the first trial whatever the time', () => {
    const { attempts, chosen } = select(contextOf(() => alike(0.1), { secondsLeft: () => -1 }));
    expect(attempts.map(({ outOfTime }) => outOfTime)).toEqual([false, true, true]);
    expect(chosen!.algorithm).toBe('POPULARITY');
  });

  it('notes a trial that the end of the budget stopped', () => {
    const context = contextOf(() => alike(0.1));
    const { attempts, complete } = select({
      ...context,
      measure: (algorithm, hyperParameters) =>
        algorithm === 'EASE' ? { kind: 'STOPPED' } : context.measure(algorithm, hyperParameters),
    });
    expect(attempts[2]).toMatchObject({ algorithm: 'EASE', values: null, outOfTime: true });
    expect(complete).toBe(false);
  });

  it('takes known values in place of a trial, and then chooses the same', () => {
    const values = (algorithm: AlgorithmName): Float32Array => alike(algorithm === 'EASE' ? 0.4 : 0.2);
    const fresh = select(contextOf(values));
    let measured = 0;
    const again = select(
      contextOf(
        (algorithm) => {
          measured++;
          return values(algorithm);
        },
        { known: (algorithm) => (algorithm === 'EASE' ? { values: values(algorithm), seconds: 7 } : null) },
      ),
    );
    expect(measured).toBe(2);
    expect(again.attempts[2]).toMatchObject({ reused: true, seconds: 7 });
    expect(told(again.chosen!)).toEqual(told(fresh.chosen!));
  });

  it('tells which setting of each algorithm stands', () => {
    const standing: unknown[] = [];
    select(
      contextOf((algorithm, { shrinkage }) => alike(algorithm === 'ITEM_KNN' ? (shrinkage === 8 ? 0.5 : 0.4) : 0.1), {
        onStanding: (attempt) => standing.push(told(attempt)),
      }),
    );
    expect(standing).toEqual([
      ['POPULARITY', undefined],
      ['ITEM_KNN', 4],
      ['EASE', undefined],
      ['ITEM_KNN', 8],
    ]);
  });
});

describe('the choice among finalists', () => {
  it('is null of none', () => {
    expect(choose([])).toBeNull();
  });
});
