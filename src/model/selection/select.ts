import type { AlgorithmName, HyperParameters } from '../recommender.js';
import { PREFERENCE, type Candidate, type TuningLine } from './candidates.js';
import { isBetterBy, meanOf } from './paired-difference.js';

/** What came of one setting. */
export type Measurement =
  /** A value for each validation learner, higher is better. */
  | { readonly kind: 'MEASURED'; readonly values: Float32Array }
  /** The algorithm cannot be fitted so to this data. */
  | { readonly kind: 'REFUSED'; readonly reason: string }
  /** It was begun, and stopped when the budget ended. */
  | { readonly kind: 'STOPPED' };

/** One setting of one algorithm. */
export interface Attempt {
  /** 1-based, in the order of the table. */
  readonly number: number;
  readonly algorithm: AlgorithmName;
  /** Complete. */
  readonly hyperParameters: HyperParameters;
  /** Null where it was not measured. */
  readonly values: Float32Array | null;
  /** Mean of the values; null where it was not measured. */
  readonly mean: number | null;
  readonly seconds: number;
  /** True where the values were known from before. */
  readonly reused: boolean;
  /** Why it was not measured; null where it was. */
  readonly reason: string | null;
  /** True where only the time was missing. */
  readonly outOfTime: boolean;
}

export interface SelectionContext {
  readonly candidates: readonly Candidate[];
  /** Complete options of an algorithm with some of them given, or null where the algorithm has no such option. */
  readonly complete: (algorithm: AlgorithmName, given: HyperParameters) => HyperParameters | null;
  /** Seconds that the trial would take, and that a fit on everything would take afterwards. */
  readonly estimate: (
    algorithm: AlgorithmName,
    hyperParameters: HyperParameters,
  ) => { readonly trial: number; readonly finalFit: number };
  readonly measure: (algorithm: AlgorithmName, hyperParameters: HyperParameters) => Measurement;
  /** Values of an earlier run on the same data, with what they took; null where there are none. */
  readonly known: (
    algorithm: AlgorithmName,
    hyperParameters: HyperParameters,
  ) => { readonly values: Float32Array; readonly seconds: number } | null;
  /** Seconds until the choice and the fit on everything should be done; may be negative. */
  readonly secondsLeft: () => number;
  readonly clock: () => number;
  /** Called before each trial. @param best the best of those before */
  readonly onBegin?: (number: number, algorithm: AlgorithmName, best: Attempt | null) => void;
  readonly onAttempt?: (attempt: Attempt) => void;
  /** Called when an attempt has become the best setting of its algorithm. */
  readonly onStanding?: (attempt: Attempt) => void;
}

export interface Selection {
  /** In the order in which they were begun or left out. */
  readonly attempts: readonly Attempt[];
  /** The best setting of each algorithm that was measured, in the order of the candidates. */
  readonly finalists: readonly Attempt[];
  /** Null where nothing could be measured. */
  readonly chosen: Attempt | null;
  /** False where the budget left something out: another run may then choose otherwise. */
  readonly complete: boolean;
}

/** A setting replaces another of the same algorithm where it is better by so many standard errors of the difference. */
const TO_MOVE = 1;
/** An algorithm that comes later in the order of preference is taken where no earlier one is so near to the best. */
const TO_BE_TAKEN = 1;
/** More is asked of a personal ranking before it replaces one that is the same for everybody: chance has many tries. */
const TO_BE_PERSONAL = 3;
/** Algorithms whose defaults reach less than this share of the best are not tuned. */
const WORTH_TUNING = 0.7;

/**
 * Measures the defaults of every candidate, then tunes those within reach of the best, the best first: one option after the
 * other, by steps along its values for as long as a step is better by a standard error. Takes the first in the order of
 * preference that the best one does not beat by a standard error (the one-standard-error rule: Breiman and others 1984,
 * "Classification and regression trees", 3.4.3), here of the learner-by-learner difference.
 *
 * Before each trial its time is estimated: one that would not end in time, with the fit on everything after it, is left out.
 * Where nothing was left out the outcome depends on the data alone.
 */
export function select(context: SelectionContext): Selection {
  const { candidates } = context;
  const attempts: Attempt[] = [];
  const finalists = new Map<AlgorithmName, Attempt>();
  const best = (): Attempt | null => bestOf([...finalists.values()]);
  const attempt = (algorithm: AlgorithmName, hyperParameters: HyperParameters): Attempt => {
    const made = makeAttempt(context, attempts.length + 1, algorithm, hyperParameters, best());
    attempts.push(made);
    context.onAttempt?.(made);
    return made;
  };

  const stand = (one: Attempt): void => {
    finalists.set(one.algorithm, one);
    context.onStanding?.(one);
  };

  for (const { algorithm } of candidates) {
    const hyperParameters = context.complete(algorithm, {});
    if (!hyperParameters) continue;
    const made = attempt(algorithm, hyperParameters);
    if (made.values) stand(made);
  }
  const leading = best();
  if (leading) {
    const worthTuning = candidates
      .filter(({ algorithm }) => (finalists.get(algorithm)?.mean ?? -1) >= WORTH_TUNING * leading.mean!)
      .sort((a, b) => finalists.get(b.algorithm)!.mean! - finalists.get(a.algorithm)!.mean!);
    for (const candidate of worthTuning) {
      let current = finalists.get(candidate.algorithm)!;
      for (const line of candidate.lines) {
        const tuned = tune(context, current, line, attempt, stand);
        current = tuned.best;
        if (tuned.outOfTime) break;
      }
    }
  }
  const inOrder = candidates.flatMap(({ algorithm }) => finalists.get(algorithm) ?? []);
  return {
    attempts,
    finalists: inOrder,
    chosen: choose(inOrder),
    complete: attempts.every(({ outOfTime }) => !outOfTime),
  };
}

/** The first in the order of preference that the best does not beat. */
export function choose(finalists: readonly Attempt[]): Attempt | null {
  const best = bestOf(finalists);
  const place = ({ algorithm }: Attempt): number => (PREFERENCE as readonly string[]).indexOf(algorithm);
  const preferred = [...finalists].sort((a, b) => place(a) - place(b));
  return (
    preferred.find(
      (one) =>
        one === best ||
        !isBetterBy(one.algorithm === 'POPULARITY' ? TO_BE_PERSONAL : TO_BE_TAKEN, best!.values!, one.values!),
    ) ?? null
  );
}

/** Ties to the earlier. */
function bestOf(attempts: readonly Attempt[]): Attempt | null {
  return attempts.reduce<Attempt | null>((best, one) => (best === null || one.mean! > best.mean! ? one : best), null);
}

function makeAttempt(
  context: SelectionContext,
  number: number,
  algorithm: AlgorithmName,
  hyperParameters: HyperParameters,
  best: Attempt | null,
): Attempt {
  const row = { number, algorithm, hyperParameters, values: null, mean: null, seconds: 0, reused: false };
  const measured = (values: Float32Array, seconds: number, reused: boolean): Attempt => {
    return { ...row, values, mean: meanOf(values), seconds, reused, reason: null, outOfTime: false };
  };
  const known = context.known(algorithm, hyperParameters);
  if (known) return measured(known.values, known.seconds, true);
  const { trial, finalFit } = context.estimate(algorithm, hyperParameters);
  const afterwards = Math.max(finalFit, best ? context.estimate(best.algorithm, best.hyperParameters).finalFit : 0);
  const left = context.secondsLeft();
  if (number > 1 && trial + afterwards > left)
    return {
      ...row,
      reason: `It would have taken about ${inWords(trial)} and the fit on everything ${inWords(afterwards)}; ${inWords(Math.max(0, left))} were left.`,
      outOfTime: true,
    };
  context.onBegin?.(number, algorithm, best);
  const since = context.clock();
  const outcome = context.measure(algorithm, hyperParameters);
  const seconds = context.clock() - since;
  if (outcome.kind === 'MEASURED') return measured(outcome.values, seconds, false);
  return outcome.kind === 'REFUSED'
    ? { ...row, seconds, reason: outcome.reason, outOfTime: false }
    : { ...row, seconds, reason: `Stopped after ${inWords(seconds)}, when the budget ended.`, outOfTime: true };
}

const inWords = (seconds: number): string => `${seconds < 9.95 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;

/** Steps from the current value up, or, where that does not help, down, for as long as each step helps. */
function tune(
  context: SelectionContext,
  start: Attempt,
  { option, values }: TuningLine,
  attempt: (algorithm: AlgorithmName, hyperParameters: HyperParameters) => Attempt,
  stand: (attempt: Attempt) => void,
): { readonly best: Attempt; readonly outOfTime: boolean } {
  const { algorithm, hyperParameters } = start;
  if (context.complete(algorithm, { [option]: values[0] }) === null) return { best: start, outOfTime: false };
  const from = hyperParameters[option];
  let best = start;
  for (const way of [values.filter((value) => value > from), values.filter((value) => value < from).reverse()]) {
    for (const value of way) {
      const next = attempt(algorithm, { ...hyperParameters, [option]: value });
      if (next.outOfTime) return { best, outOfTime: true };
      if (!next.values || !isBetterBy(TO_MOVE, next.values, best.values!)) break;
      best = next;
      stand(best);
    }
    if (best !== start) break;
  }
  return { best, outOfTime: false };
}
