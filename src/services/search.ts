import type { SearchSettings } from '../compute/search-hyper-parameters.js';
import type { SearchReport, TrialRow } from '../compute/trial-row.js';
import { DomainError } from '../errors.js';
import type { Algorithm, AlgorithmName, HyperParameters } from '../model/recommender.js';
import { searchSpace } from '../model/search/space.js';
import type { Trial } from '../model/search/search.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import type { Search, SearchRequest, SearchTrial } from './training-search.js';
import { isSameData, type Fingerprint } from './training-data.js';

const DEFAULT_TRIALS = 20;
const MAXIMUM_TRIALS = 1000;
/** Newest models that a resumed search looks through. */
const MODELS_TO_RESUME_FROM = 50;

/** A search as a training job keeps it: checked, and JSON. */
export interface SearchSetup extends Omit<SearchSettings, 'known'> {
  readonly resume: boolean;
}

/** Fills defaults and checks. @throws DomainError BAD_USER_INPUT */
export function planSearch(algorithm: Algorithm, given: HyperParameters, request: SearchRequest): SearchSetup {
  const { method, trials = DEFAULT_TRIALS, budgetSeconds = null, resume = false } = request;
  const objective = request.objective ?? (algorithm.predictsRatings ? 'RMSE' : 'NDCG');
  const refuse = (field: string, message: string): never => {
    throw new DomainError('BAD_USER_INPUT', message, { field: `search.${field}` });
  };
  if (!Number.isInteger(trials) || trials < 1 || trials > MAXIMUM_TRIALS)
    refuse('trials', `trials must be a whole number from 1 to ${MAXIMUM_TRIALS}; it was ${trials}.`);
  if (budgetSeconds !== null && !(budgetSeconds > 0 && budgetSeconds < Infinity))
    refuse('budgetSeconds', `The search's budget must be above 0 seconds; it was ${budgetSeconds}.`);
  if (objective === 'RMSE' && !algorithm.predictsRatings)
    refuse('objective', `${algorithm.name} does not predict scores, so that its RMSE is not defined. Search for NDCG.`);
  if (searchSpace(algorithm.hyperParameters, given).length === 0)
    refuse('method', `${algorithm.name} has no option left to search for.`);
  return { method, trials, budgetSeconds, objective, fixed: given, resume };
}

/** Trials of stored models that hold for this search: same algorithm, seed, objective and data. */
export async function knownTrials(
  models: ModelStore,
  setup: SearchSetup,
  expected: { readonly algorithm: string; readonly seed: number; readonly fingerprint: Omit<Fingerprint, 'users'> },
): Promise<readonly Trial[]> {
  if (!setup.resume) return [];
  const rows = await models.page({ first: MODELS_TO_RESUME_FROM });
  return rows.flatMap((row) => {
    const report = storedSearch(row);
    const same =
      report !== null &&
      row.algorithm === expected.algorithm &&
      report.seed === expected.seed &&
      report.objective === setup.objective &&
      isSameData(row.fingerprint as Fingerprint, expected.fingerprint);
    return same ? report.trials : [];
  });
}

/** Versions without AUTO kept the report beside the timings of the training, and without what came later. */
function storedSearch(row: ModelRow): SearchReport | null {
  return (row.search ?? (row.timings as { search?: unknown }).search ?? null) as SearchReport | null;
}

/** For people: an RMSE is a positive number. */
export function toSearch(row: ModelRow): Search | null {
  const report = storedSearch(row);
  if (report === null) return null;
  return {
    ...report,
    budgetSeconds: report.budgetSeconds ?? null,
    learners: report.learners ?? null,
    trials: report.trials.map((trial) => toSearchTrial(trial, report.objective, row.algorithm as AlgorithmName)),
  };
}

/** @param algorithm of rows that do not name theirs */
export function toSearchTrial(row: TrialRow, objective: Search['objective'], algorithm?: AlgorithmName): SearchTrial {
  return {
    ...row,
    algorithm: row.algorithm ?? algorithm!,
    low: row.low ?? null,
    high: row.high ?? null,
    value: row.value === null ? null : objective === 'RMSE' ? -row.value : row.value,
    outcome: row.outcome ?? (row.value === null ? 'REFUSED' : 'TRIED'),
    reason: row.reason ?? null,
  };
}
