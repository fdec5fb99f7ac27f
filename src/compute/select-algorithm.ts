import { DomainError } from '../errors.js';
import { bootstrapMean } from '../evaluation/bootstrap.js';
import type { Interactions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { createRandom } from '../model/random.js';
import type { AlgorithmName, FittedRecommender, HyperParameters } from '../model/recommender.js';
import { getAlgorithm, resolveHyperParameters, restoreRecommender } from '../model/registry.js';
import { configurationKey } from '../model/search/space.js';
import { CANDIDATES } from '../model/selection/candidates.js';
import { select, type Attempt, type Measurement, type Selection } from '../model/selection/select.js';
import { createCostEstimate, shapeOf } from './estimate-cost.js';
import { fitNdcg, type Validation } from './measure-ranking.js';
import type { Checkpoint, Progress } from './progress.js';
import type { TrialRow } from './trial-row.js';

/** What `algorithm: AUTO` is given. */
export interface AutoSettings {
  /** Seconds that choosing, blending and the fit on everything may take together. */
  readonly budgetSeconds: number;
  /** Trials of an earlier run on the same data with the same seed: not made again. */
  readonly known: readonly KnownTrial[];
}

export interface KnownTrial {
  readonly algorithm: AlgorithmName;
  readonly hyperParameters: HyperParameters;
  /** NDCG@10 of each validation learner. */
  readonly values: Float32Array;
  readonly seconds: number;
}

export interface SelectionInput {
  readonly settings: AutoSettings;
  readonly seed: number;
  readonly validation: Validation;
  /** How many times as long as a trial's fit those afterwards take together, by the pairs they are given. */
  readonly growth: number;
  /** When the training began, on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly engine: Engine | undefined;
  readonly fit: (
    algorithm: AlgorithmName,
    data: Interactions,
    hyperParameters: HyperParameters,
    checkpoint: Checkpoint,
  ) => FittedRecommender;
  /** Called as trials are made. */
  readonly onTrial?: ((row: TrialRow, values: Float32Array | null) => void) | undefined;
}

export interface SelectionOutcome extends Selection {
  /** The fits of the finalists on the training part. */
  readonly fitOf: (finalist: Attempt, checkpoint: Checkpoint) => FittedRecommender;
  /** Whether the fits on everything would end in time if all of these had a part in the model. */
  readonly isAffordable: (finalists: readonly Attempt[]) => boolean;
}

/** Of a trial, its fit; the rest is measuring. */
const FIT_SHARE = 0.7;
/** Of the budget, what is kept for calibrating, blending and packing. */
const KEPT_BACK = 0.1;

class BudgetEnded extends Error {}

/**
 * Fits the candidates of AUTO on the training part and measures each on the validation learners, within the budget. A trial
 * that is still under way when the budget ends is stopped.
 */
export function selectAlgorithm(input: SelectionInput, progress: Progress, from: number, to: number): SelectionOutcome {
  const { validation, settings, engine, seed } = input;
  const { train } = validation;
  const clock = (): number => performance.now() / 1000;
  const deadline = input.startedAt / 1000 + settings.budgetSeconds * (1 - KEPT_BACK);
  const compiled = engine?.jobs ? engine.threads : 0.15;
  const estimate = createCostEstimate(shapeOf(train), compiled);
  const known = new Map(settings.known.map((trial) => [keyOf(trial.algorithm, trial.hyperParameters), trial]));
  const fits = createFitShelf(input);
  const checkpoint = progress.phase('choosing an algorithm', from, to);
  let headline = '';
  let measuringSeconds = (validation.relevance.users.length * train.items) / 2e8;
  const share = (): number => (clock() - input.startedAt / 1000) / settings.budgetSeconds;
  const report = (detail: string): void => checkpoint(share(), `${headline}${detail}`);

  const measure = (algorithm: AlgorithmName, hyperParameters: HyperParameters): Measurement => {
    const within: Checkpoint = (fraction, detail) => {
      report(`${(100 * fraction).toFixed(0)}% ${detail}`);
      if (clock() > deadline) throw new BudgetEnded();
    };
    try {
      const before = clock();
      const { fit, fresh } = fits.make(algorithm, hyperParameters, (at, detail) => within(FIT_SHARE * at, detail));
      if (fresh) estimate.learn(algorithm, hyperParameters, clock() - before);
      const since = clock();
      const values = fitNdcg(validation, fit, engine, (at, detail) => within(FIT_SHARE + (1 - FIT_SHARE) * at, detail));
      measuringSeconds = clock() - since;
      return { kind: 'MEASURED', values };
    } catch (error) {
      if (error instanceof BudgetEnded) return { kind: 'STOPPED' };
      if (error instanceof DomainError && error.code === 'BAD_USER_INPUT')
        return { kind: 'REFUSED', reason: error.message };
      throw error;
    }
  };

  const selection = select({
    candidates: CANDIDATES,
    complete: completeOptions,
    estimate: (algorithm, hyperParameters) => {
      const seconds = estimate.fit(algorithm, hyperParameters);
      const again = fits.has(algorithm, hyperParameters) ? 0 : seconds;
      return { trial: again + measuringSeconds, finalFit: seconds * input.growth };
    },
    measure,
    known: (algorithm, hyperParameters) => known.get(keyOf(algorithm, hyperParameters)) ?? null,
    secondsLeft: () => deadline - clock(),
    clock,
    onBegin: (number, algorithm, best) => {
      const leader = best ? `, best so far ${best.algorithm} ${best.mean!.toFixed(4)}` : '';
      headline = `trial ${number}, ${algorithm}${leader}: `;
      report('fitting');
    },
    onStanding: (attempt) => fits.keep(attempt),
    onAttempt: (attempt) => input.onTrial?.(toTrialRow(attempt, null, seed), attempt.values),
  });
  return {
    ...selection,
    fitOf: (finalist, pause) => fits.of(finalist, pause),
    isAffordable: (finalists) =>
      finalists.reduce((sum, one) => sum + input.growth * estimate.fit(one.algorithm, one.hyperParameters), 0) <=
      deadline - clock(),
  };
}

/** Null where the algorithm has no option of one of these names. */
function completeOptions(name: AlgorithmName, given: HyperParameters): HyperParameters | null {
  const algorithm = getAlgorithm(name);
  return Object.keys(given).every((option) => Object.hasOwn(algorithm.hyperParameters, option))
    ? resolveHyperParameters(algorithm, given)
    : null;
}

const keyOf = (algorithm: AlgorithmName, hyperParameters: HyperParameters): string =>
  `${algorithm} ${configurationKey(hyperParameters)}`;

/** Two settings of one key share a fit: they differ in what counts at scoring only. */
function fitKey(name: AlgorithmName, hyperParameters: HyperParameters): string {
  const table = getAlgorithm(name).hyperParameters;
  const fitted = Object.entries(hyperParameters).filter(([option]) => !table[option]?.atScoring);
  return keyOf(name, Object.fromEntries(fitted));
}

/** Fits on the training part: for each algorithm the newest and that of its best setting, so that memory stays bounded. */
function createFitShelf({ fit, validation }: SelectionInput) {
  interface Shelved {
    readonly key: string;
    readonly fit: FittedRecommender;
  }
  const newest = new Map<AlgorithmName, Shelved>();
  const best = new Map<AlgorithmName, Shelved>();
  const find = (algorithm: AlgorithmName, hyperParameters: HyperParameters): FittedRecommender | null => {
    const key = fitKey(algorithm, hyperParameters);
    const shelved = [newest.get(algorithm), best.get(algorithm)].find((one) => one?.key === key);
    return shelved ? restoreRecommender({ ...shelved.fit.state(), options: hyperParameters }) : null;
  };
  const make = (algorithm: AlgorithmName, hyperParameters: HyperParameters, checkpoint: Checkpoint) => {
    const shelved = find(algorithm, hyperParameters);
    const made = shelved ?? fit(algorithm, validation.train, hyperParameters, checkpoint);
    newest.set(algorithm, { key: fitKey(algorithm, hyperParameters), fit: made });
    return { fit: made, fresh: shelved === null };
  };
  return {
    make,
    has: (algorithm: AlgorithmName, hyperParameters: HyperParameters): boolean =>
      [newest.get(algorithm), best.get(algorithm)].some((one) => one?.key === fitKey(algorithm, hyperParameters)),
    /** Keeps the fit of what is now the algorithm's best setting, where there is one. */
    keep: ({ algorithm, hyperParameters }: Attempt): void => {
      const found = find(algorithm, hyperParameters);
      if (found) best.set(algorithm, { key: fitKey(algorithm, hyperParameters), fit: found });
    },
    of: ({ algorithm, hyperParameters }: Attempt, checkpoint: Checkpoint): FittedRecommender =>
      make(algorithm, hyperParameters, checkpoint).fit,
  };
}

/** @param outcome null while nothing is decided */
export function toTrialRow(attempt: Attempt, outcome: TrialRow['outcome'] | null, seed: number): TrialRow {
  const { number, algorithm, hyperParameters, values, seconds, reused, reason, outOfTime } = attempt;
  const interval = values && bootstrapMean(Float64Array.from(values), createRandom(seed).fork('validation interval'));
  return {
    number,
    algorithm,
    hyperParameters,
    share: 1,
    value: attempt.mean,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    seconds,
    reused,
    outcome: outcome ?? (values ? 'TRIED' : outOfTime ? 'LEFT_OUT' : 'REFUSED'),
    reason,
  };
}
