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
): Pick<TrainingPlan, 'algorithm' | 'hyperParameters' | 'search' | 'budgetSeconds'> {
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

/** @param field as the details name it */
function refuse(field: string, message: string): never {
  throw new DomainError('BAD_USER_INPUT', message, { field });
}
