import { DomainError } from '../errors.js';
import { ratingErrors } from '../evaluation/rating-errors.js';
import { historyOf, type Interactions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { hash32 } from '../model/random.js';
import type { Algorithm, AlgorithmName, FittedRecommender, HyperParameters } from '../model/recommender.js';
import { runSearch, type SearchMethod, type SearchOutcome, type Trial } from '../model/search/search.js';
import { meanOf } from '../model/selection/paired-difference.js';
import { fitNdcg, VALIDATION_K, type Validation } from './measure-ranking.js';
import type { Checkpoint, Progress } from './progress.js';
import type { SearchReport, TrialListener, TrialRow } from './trial-row.js';

export const SEARCH_OBJECTIVES = ['NDCG', 'RMSE'] as const;
/** NDCG: NDCG@10 of the validation learners. RMSE: the error of predicted 0-10 scores, for algorithms that predict them. */
export type SearchObjective = (typeof SEARCH_OBJECTIVES)[number];

/** A search as the thread is given it. */
export interface SearchSettings {
  readonly method: SearchMethod;
  /** Configurations to try, the defaults among them. */
  readonly trials: number;
  /** Seconds after which no further trial begins; null for no limit. */
  readonly budgetSeconds: number | null;
  readonly objective: SearchObjective;
  /** Options that the caller has set: they are not varied. */
  readonly fixed: HyperParameters;
  /** Trials of earlier searches on the same data with the same seed and objective. */
  readonly known: readonly Trial[];
}

export interface SearchInput {
  readonly algorithm: Algorithm;
  readonly settings: SearchSettings;
  readonly seed: number;
  /** Held-out pairs over the same places. */
  readonly test: Interactions;
  /** The learners that decide. */
  readonly validation: Validation;
  readonly fit: (data: Interactions, hyperParameters: HyperParameters, checkpoint: Checkpoint) => FittedRecommender;
  /** Where fits score; default: plain TypeScript. */
  readonly engine?: Engine | undefined;
  readonly onTrial?: TrialListener | undefined;
}

/** Below this many validation learners chance would choose. */
const ENOUGH_LEARNERS = 20;
/** Of the task's bar, what a search takes: the rest makes room. */
export const SEARCH_FROM = 0.15;
export const SEARCH_TO = 0.65;
/** Of a trial, its fit; the rest is measuring. */
const FIT_SHARE = 0.8;

/** Moves the phases after `SEARCH_FROM` to the end of the bar, so that a search fits before them. */
export function leaveRoomForSearch(progress: Progress): Progress {
  const move = (at: number): number =>
    at <= SEARCH_FROM ? at : SEARCH_TO + ((at - SEARCH_FROM) / (1 - SEARCH_FROM)) * (1 - SEARCH_TO);
  return {
    phase: (name, from, to) => progress.phase(name, from === SEARCH_FROM ? SEARCH_TO : move(from), move(to)),
    timings: () => progress.timings(),
  };
}

/**
 * Tries configurations on the validation learners. A trial fits on the training part (in successive halving on a share of
 * its learners, the same ones for every trial) and is measured on what the validation learners did after the cut.
 * @throws DomainError NOT_ENOUGH_DATA; whatever the progress throws
 */
export function searchHyperParameters(
  input: SearchInput,
  progress: Progress,
): { report: SearchReport; hyperParameters: HyperParameters | null } {
  const { algorithm, settings, seed, validation } = input;
  const { train } = validation;
  const learners = validation.relevance.users.length;
  if (learners < ENOUGH_LEARNERS)
    throw new DomainError(
      'NOT_ENOUGH_DATA',
      `A search needs at least ${ENOUGH_LEARNERS} learners whose held-out engagements can decide; there are ${learners}. Train without it.`,
    );
  const checkpoint = progress.phase('searching', SEARCH_FROM, SEARCH_TO);
  const clock = (): number => performance.now() / 1000;
  const started = clock();
  const shares = new Map<number, Interactions>([[1, train]]);
  const dataOf = (share: number): Interactions => {
    const data = shares.get(share) ?? keepLearners(train, (user) => hash32(`search ${user}`, seed) / 2 ** 32 < share);
    shares.set(share, data);
    return data;
  };
  let position = 0;
  let total = 1;
  let headline = '';
  const within: Checkpoint = (fraction, detail) => checkpoint((position + fraction) / total, `${headline} ${detail}`);
  const outcome = runSearch(
    { ...settings, budgetSeconds: settings.budgetSeconds ?? Infinity, seed },
    {
      table: algorithm.hyperParameters,
      fixed: settings.fixed,
      known: settings.known,
      clock,
      measure: (hyperParameters, share) => measureTrial(input, hyperParameters, dataOf(share), within),
      onTrial: (before, all, best) => {
        position = before;
        total = all;
        headline = `trial ${before + 1} of ${all}${best ? `, best ${objectiveText(settings.objective, best.value!)}` : ''}:`;
        within(0, 'fitting');
      },
      onMeasured: (trial) => input.onTrial?.(toTrialRow(algorithm.name, trial, null), null),
    },
  );
  return {
    report: toReport(input, outcome, clock() - started),
    hyperParameters: outcome.best?.hyperParameters ?? null,
  };
}

/** For people: `NDCG@10 0.0812` or `RMSE 2.768`. */
export function objectiveText(objective: SearchObjective, value: number): string {
  return objective === 'NDCG' ? `NDCG@${VALIDATION_K} ${value.toFixed(4)}` : `RMSE ${(-value).toFixed(4)}`;
}

function toReport(
  { algorithm, settings, seed, validation }: SearchInput,
  outcome: SearchOutcome,
  seconds: number,
): SearchReport {
  const { trials, best, complete } = outcome;
  const { method, objective, budgetSeconds } = settings;
  return {
    method,
    objective,
    seed,
    trials: trials.map((trial) => toTrialRow(algorithm.name, trial, best)),
    best: best?.number ?? null,
    complete,
    budgetSeconds,
    learners: validation.relevance.users.length,
    seconds,
  };
}

function toTrialRow(algorithm: AlgorithmName, trial: Trial, best: Trial | null): TrialRow {
  const outcome = trial === best ? 'CHOSEN' : trial.value === null ? 'REFUSED' : 'TRIED';
  return { ...trial, algorithm, low: null, high: null, outcome, reason: null };
}

/** Null where the algorithm refuses these options for this data. */
function measureTrial(
  input: SearchInput,
  hyperParameters: HyperParameters,
  data: Interactions,
  checkpoint: Checkpoint,
): number | null {
  let model: FittedRecommender;
  try {
    model = input.fit(data, hyperParameters, (fraction, detail) => checkpoint(FIT_SHARE * fraction, detail));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'BAD_USER_INPUT') return null;
    throw error;
  }
  const measuring: Checkpoint = (fraction, detail) => checkpoint(FIT_SHARE + (1 - FIT_SHARE) * fraction, detail);
  return input.settings.objective === 'RMSE'
    ? ratingAccuracy(input, model, measuring)
    : meanOf(fitNdcg(input.validation, model, input.engine, measuring));
}

function ratingAccuracy(input: SearchInput, model: FittedRecommender, checkpoint: Checkpoint): number | null {
  if (!model.predictRatings) return null;
  const { test, validation } = input;
  const { train } = validation;
  const predict = (user: number, out: Float64Array): void => model.predictRatings!(historyOf(train, user), out);
  const { rmse } = ratingErrors(validation.relevance.users, test, train, predict, checkpoint);
  return rmse === null ? null : -rmse;
}

/** The same places, with the rows of the other learners empty. */
export function keepLearners(data: Interactions, isKept: (user: number) => boolean): Interactions {
  const rowPtr = new Int32Array(data.users + 1);
  const kept = new Int32Array(data.size);
  let size = 0;
  for (let u = 0; u < data.users; u++) {
    if (isKept(u)) for (let e = data.rowPtr[u]; e < data.rowPtr[u + 1]; e++) kept[size++] = e;
    rowPtr[u + 1] = size;
  }
  const entries = kept.subarray(0, size);
  return {
    users: data.users,
    items: data.items,
    size,
    rowPtr,
    item: Int32Array.from(entries, (e) => data.item[e]),
    strength: Float32Array.from(entries, (e) => data.strength[e]),
    rating: Float32Array.from(entries, (e) => data.rating[e]),
    timestamp: Float64Array.from(entries, (e) => data.timestamp[e]),
    disliked: Uint8Array.from(entries, (e) => data.disliked[e]),
  };
}
