import { describe, expect, it } from '@jest/globals';
import type { SearchReport, TrialRow } from '../../../src/compute/trial-row.js';
import { getAlgorithm } from '../../../src/model/registry.js';
import { knownTrials, planSearch, toSearch } from '../../../src/services/search.js';
import type { SearchRequest } from '../../../src/services/training-search.js';
import type { ModelRow, ModelStore } from '../../../src/store/model.store.js';

const knn = getAlgorithm('ITEM_KNN');

describe('the plan of a search', () => {
  it('fills the defaults', () => {
    expect(planSearch(knn, { decay: 1 }, { method: 'HALVING' })).toEqual({
      method: 'HALVING',
      trials: 20,
      budgetSeconds: null,
      objective: 'NDCG',
      fixed: { decay: 1 },
      resume: false,
    });
    expect(planSearch(getAlgorithm('SVD'), {}, { method: 'RANDOM' }).objective).toBe('RMSE');
  });

  const refused: readonly [Omit<SearchRequest, 'method'>, string][] = [
    [{ trials: 0 }, 'search.trials'],
    [{ trials: 2.5 }, 'search.trials'],
    [{ trials: 1001 }, 'search.trials'],
    [{ budgetSeconds: 0 }, 'search.budgetSeconds'],
    [{ budgetSeconds: Number.NaN }, 'search.budgetSeconds'],
    [{ budgetSeconds: Infinity }, 'search.budgetSeconds'],
    [{ objective: 'RMSE' }, 'search.objective'],
  ];
  it.each(refused)('refuses %j, naming %s', (request, field) => {
    const plan = (): unknown => planSearch(knn, {}, { method: 'RANDOM', ...request });
    expect(plan).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field } }));
  });

  it('refuses a search with nothing left to vary', () => {
    const plan = (): unknown => planSearch(getAlgorithm('POPULARITY'), { halfLifeDays: 7 }, { method: 'RANDOM' });
    expect(plan).toThrow(/no option left/);
  });
});

const TRIAL: TrialRow = {
  number: 1,
  algorithm: 'ITEM_KNN',
  hyperParameters: { decay: 0.9 },
  share: 1,
  value: 0.1,
  low: null,
  high: null,
  seconds: 2,
  reused: false,
  outcome: 'CHOSEN',
  reason: null,
};
const REPORT: SearchReport = {
  method: 'RANDOM',
  objective: 'NDCG',
  seed: 42,
  trials: [TRIAL],
  best: 1,
  complete: true,
  budgetSeconds: null,
  learners: 50,
  seconds: 2,
};
const DATA = { engagements: 10, contents: 3, maxPk: '77', lastEngagementAt: null, testShare: 0.2 };

function row(change: { algorithm?: string; fingerprint?: object; search?: SearchReport | null } = {}): ModelRow {
  const search = change.search === undefined ? REPORT : change.search;
  return {
    algorithm: change.algorithm ?? 'ITEM_KNN',
    fingerprint: { ...DATA, users: 5, ...change.fingerprint },
    timings: { total: 3 },
    search,
  } as unknown as ModelRow;
}

describe('a resumed search', () => {
  const setup = planSearch(knn, {}, { method: 'HALVING', resume: true });
  const known = (...rows: ModelRow[]): Promise<readonly unknown[]> =>
    knownTrials({ page: async () => rows } as unknown as ModelStore, setup, {
      algorithm: 'ITEM_KNN',
      seed: 42,
      fingerprint: DATA,
    });

  it('takes over the trials of models on the same data, whatever their method', async () => {
    expect(await known(row(), row({ search: null }), row())).toEqual([TRIAL, TRIAL]);
  });

  it.each([
    ['another algorithm', row({ algorithm: 'IALS' })],
    ['more engagements', row({ fingerprint: { engagements: 11 } })],
    ['other engagements', row({ fingerprint: { maxPk: '78' } })],
    ['another share held out', row({ fingerprint: { testShare: 0.3 } })],
    ['more content', row({ fingerprint: { contents: 4 } })],
    ['another seed', row({ search: { ...REPORT, seed: 1 } })],
    ['another objective', row({ search: { ...REPORT, objective: 'RMSE' } })],
  ])('takes over nothing from %s', async (_, other) => {
    expect(await known(other)).toEqual([]);
  });

  it('reads no models where it is not to resume', async () => {
    const page = async (): Promise<never> => {
      throw new Error('read');
    };
    const store = { page } as unknown as ModelStore;
    const fresh = { ...setup, resume: false };
    expect(await knownTrials(store, fresh, { algorithm: 'ITEM_KNN', seed: 42, fingerprint: DATA })).toEqual([]);
  });
});

describe('a search as people read it', () => {
  it('has positive errors, and is null without one', () => {
    expect(toSearch(row({ search: null }))).toBeNull();
    expect(toSearch(row())?.trials[0].value).toBe(0.1);
    const trials = [TRIAL, { ...TRIAL, value: null }].map((trial) => ({ ...trial, value: trial.value && -2.5 }));
    const shown = toSearch(row({ search: { ...REPORT, objective: 'RMSE', trials } }));
    expect(shown?.trials.map(({ value }) => value)).toEqual([2.5, null]);
  });

  it('fills in what versions without AUTO did not keep', () => {
    const old = { number: 1, hyperParameters: {}, share: 1, value: null, seconds: 1, reused: false };
    const report = {
      method: 'RANDOM',
      objective: 'NDCG',
      seed: 1,
      trials: [old],
      best: null,
      complete: true,
      seconds: 1,
    };
    const stored = { algorithm: 'IALS', timings: { total: 3, search: report }, search: null } as unknown as ModelRow;
    expect(toSearch(stored)).toMatchObject({
      budgetSeconds: null,
      learners: null,
      trials: [{ algorithm: 'IALS', low: null, high: null, outcome: 'REFUSED', reason: null }],
    });
  });
});
