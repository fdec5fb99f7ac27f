import { DomainError } from '../errors.js';
import type { AlgorithmChoice, HyperParameters } from '../model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../model/registry.js';
import { planSearch, type SearchSetup } from './search.js';
import type { TrainRequest } from './services.js';
import { DEFAULT_TEST_SHARE } from './training-data.js';

export const DEFAULT_ALGORITHM: AlgorithmChoice = 'AUTO';
/** Seconds that AUTO may take where nothing is said. */
export const DEFAULT_BUDGET_SECONDS = 300;
const MOST_BUDGET_SECONDS = 86_400;
const DEFAULT_SEED = 42;
const LEAST_TEST_SHARE = 0.05;
const MOST_TEST_SHARE = 0.5;
/** A note longer than this is refused. */
const MAXIMUM_NOTE = 1000;

/** A training as the job keeps it: complete and checked. */
export interface TrainingPlan {
  /** Left out: this service. */
  readonly engine?: 'SPARK';
  readonly algorithm: AlgorithmChoice;
  /** Nothing for AUTO. */
  readonly hyperParameters: HyperParameters;
  readonly search: SearchSetup | null;
  /** For AUTO; left out in jobs of versions that did not have it. */
  readonly budgetSeconds?: number | null;
  readonly seed: number;
  /** Share of the engagements held out; left out in jobs of versions that had no choice. */
  readonly testShare?: number;
  readonly note: string | null;
}

/** Fills defaults and checks. @throws DomainError BAD_USER_INPUT */
export function planTraining(request: TrainRequest): TrainingPlan {
  const seed = request.seed ?? DEFAULT_SEED;
  if (!Number.isInteger(seed) || Math.abs(seed) > 2 ** 31 - 1)
    throw new DomainError('BAD_USER_INPUT', `seed must be a 32-bit integer, not ${seed}.`, { argument: 'seed' });
  const note = request.note ?? null;
  if (note !== null && (note.length > MAXIMUM_NOTE || note.includes('\u0000') || !note.isWellFormed()))
    throw new DomainError('BAD_USER_INPUT', `note must be text of at most ${MAXIMUM_NOTE} characters without U+0000.`, {
      argument: 'note',
    });
  const testShare = request.testShare ?? DEFAULT_TEST_SHARE;
  if (!(testShare >= LEAST_TEST_SHARE && testShare <= MOST_TEST_SHARE))
    throw new DomainError(
      'BAD_USER_INPUT',
      `testShare must be from ${LEAST_TEST_SHARE} to ${MOST_TEST_SHARE}, not ${testShare}.`,
      { argument: 'testShare' },
    );
  return { ...planCollaborative(request), seed, testShare, note };
}

function planCollaborative(
  request: TrainRequest,
): Pick<TrainingPlan, 'engine' | 'algorithm' | 'hyperParameters' | 'search' | 'budgetSeconds'> {
  if (request.engine === 'SPARK') return planSpark(request);
  const name = request.algorithm ?? DEFAULT_ALGORITHM;
  const given = request.hyperParameters ?? {};
  if (name !== 'AUTO') {
    if (request.timeBudgetSeconds !== undefined)
      refuse('timeBudgetSeconds', 'A time budget belongs to algorithm AUTO; that of a search is search.budgetSeconds.');
    const algorithm = getAlgorithm(name);
    return {
      algorithm: algorithm.name,
      hyperParameters: resolveHyperParameters(algorithm, given),
      search: request.search ? planSearch(algorithm, given, request.search) : null,
    };
  }
  const [option] = Object.keys(given);
  if (option !== undefined)
    refuse(option, `AUTO chooses the options itself: to set ${option}, name the algorithm that it belongs to.`);
  if (request.search)
    refuse('search', 'AUTO tries algorithms and their options by itself: to search within one, name it.');
  const budgetSeconds = request.timeBudgetSeconds ?? DEFAULT_BUDGET_SECONDS;
  if (!(budgetSeconds >= 1 && budgetSeconds <= MOST_BUDGET_SECONDS))
    refuse(
      'timeBudgetSeconds',
      `timeBudgetSeconds must be from 1 to ${MOST_BUDGET_SECONDS}, not ${String(budgetSeconds)}.`,
    );
  return { algorithm: name, hyperParameters: {}, search: null, budgetSeconds };
}

/** What Spark's ALS has in common with IALS, and nothing else. */
function planSpark(request: TrainRequest): Pick<TrainingPlan, 'engine' | 'algorithm' | 'hyperParameters' | 'search'> {
  const { algorithm = 'IALS', hyperParameters = {} } = request;
  if (algorithm !== 'IALS') refuse('algorithm', `Spark trains IALS, and not ${algorithm}.`);
  if (request.timeBudgetSeconds !== undefined)
    refuse('timeBudgetSeconds', 'A time budget belongs to algorithm AUTO, which Spark does not have.');
  if (request.search)
    refuse('search', 'Spark does not search: search with the engine of the service, then name the options.');
  const { countScaling = 1, frequencyScaling = 0, cgSteps = 0 } = hyperParameters;
  if (countScaling !== 1) refuse('countScaling', 'On Spark countScaling is 1.');
  if (frequencyScaling !== 0) refuse('frequencyScaling', 'On Spark frequencyScaling is 0.');
  if (cgSteps !== 0) refuse('cgSteps', 'On Spark cgSteps is 0: it solves exactly.');
  return {
    engine: 'SPARK',
    algorithm,
    hyperParameters: resolveHyperParameters(getAlgorithm(algorithm), { ...hyperParameters, countScaling }),
    search: null,
  };
}

/** @param field as the details name it */
function refuse(field: string, message: string): never {
  throw new DomainError('BAD_USER_INPUT', message, { field });
}
