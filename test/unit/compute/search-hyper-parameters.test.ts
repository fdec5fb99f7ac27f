import { describe, expect, it } from '@jest/globals';
import { createProgress, type Progress } from '../../../src/compute/progress.js';
import {
  keepLearners,
  leaveRoomForSearch,
  objectiveText,
  searchHyperParameters,
  type SearchInput,
  type SearchSettings,
} from '../../../src/compute/search-hyper-parameters.js';
import { DomainError } from '../../../src/errors.js';
import { relevantItems } from '../../../src/evaluation/relevance.js';
import { tieRanks } from '../../../src/model/hybrid/tie-rank.js';
import { historyOf } from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import type { AlgorithmName, HyperParameters } from '../../../src/model/recommender.js';
import { getAlgorithm } from '../../../src/model/registry.js';
import { interactionsOf, type Row } from '../../support/datasets.js';

const LEARNERS = 120;
const ITEMS = 30;

function quiet(report: (fraction: number) => void = () => undefined, cancelAfter = Infinity): Progress {
  let asked = 0;
  return createProgress({
    report: (_phase, fraction) => report(fraction),
    cancelled: () => ++asked > cancelAfter,
    stop: () => new DomainError('TRAINING_CANCELLED', 'stopped'),
    now: () => 0,
    everyMs: 0,
  });
}

/** Two tribes that stay within their half of the items; each learner's last two engagements are held out. */
function tribes(): { train: Row[]; test: Row[] } {
  const random = createRandom(9);
  const train: Row[] = [];
  const test: Row[] = [];
  for (let user = 0; user < LEARNERS; user++) {
    const own = random.shuffle(Int32Array.from({ length: ITEMS / 2 }, (_, i) => 2 * i + (user % 2)));
    own
      .slice(0, 8)
      .forEach((item, place) => (place < 6 ? train : test).push({ user, item, seconds: 600 + 100 * item }));
  }
  return { train, test };
}

function input(algorithm: AlgorithmName, settings: Partial<SearchSettings> = {}): SearchInput {
  const rows = tribes();
  const train = interactionsOf(rows.train, LEARNERS, ITEMS);
  const test = interactionsOf(rows.test, LEARNERS, ITEMS);
  const chosen = getAlgorithm(algorithm);
  return {
    algorithm: chosen,
    settings: {
      method: 'RANDOM',
      trials: 6,
      budgetSeconds: null,
      objective: 'NDCG',
      fixed: {},
      known: [],
      ...settings,
    },
    seed: 3,
    test,
    validation: {
      train,
      relevance: relevantItems(test, train),
      tieRank: tieRanks(Array.from({ length: ITEMS }, (_, i) => `c${i}`)),
    },
    fit: (data, options, checkpoint) => chosen.fit(data, options, { seed: 3, checkpoint }),
  };
}

describe('the search of a training', () => {
  it('chooses the options with the best NDCG@10 of the validation learners', () => {
    const { report, hyperParameters } = searchHyperParameters(input('ITEM_KNN'), quiet());
    expect(report.trials).toHaveLength(6);
    const best = Math.max(...report.trials.map(({ value }) => value!));
    expect(report.trials.find(({ number }) => number === report.best)?.value).toBe(best);
    expect(report.trials.find(({ number }) => number === report.best)?.hyperParameters).toEqual(hyperParameters);
    expect(best).toBeGreaterThan(0.2);
    expect(best).toBeLessThanOrEqual(1);
  });

  it('is the same for the same seed', () => {
    const untimed = (settings: Partial<SearchSettings>) =>
      searchHyperParameters(input('IALS', settings), quiet()).report.trials.map(
        ({ number, hyperParameters, value }) => ({
          number,
          hyperParameters,
          value,
        }),
      );
    const settings = { trials: 3, fixed: { factors: 4, epochs: 2 } };
    expect(untimed(settings)).toEqual(untimed(settings));
  });

  it('goes by the error of predicted scores where asked to, lower being better', () => {
    const settings = { objective: 'RMSE', fixed: { factors: 4 }, trials: 4 } as const;
    const { report } = searchHyperParameters(input('SVD', settings), quiet());
    const values = report.trials.map(({ value }) => value!);
    expect(values.every((value) => value < 0 && value > -10)).toBe(true);
    expect(report.trials.find(({ number }) => number === report.best)?.value).toBe(Math.max(...values));
  });

  it('halves over nested shares of the learners', () => {
    const sizes: number[] = [];
    const given = input('ITEM_KNN', { method: 'HALVING', trials: 9 });
    const { report } = searchHyperParameters(
      {
        ...given,
        fit: (data, options, checkpoint) => {
          sizes.push(data.size);
          return given.fit(data, options, checkpoint);
        },
      },
      quiet(),
    );
    expect(report.trials.length).toBe(sizes.length);
    expect(new Set(sizes.slice(0, 9)).size).toBe(1);
    expect(sizes[0]).toBeLessThan(sizes[9]);
    expect(sizes.at(-1)).toBe(given.validation.train.size);
  });

  it('marks what the algorithm refuses, and passes other errors on', () => {
    const given = input('ITEM_KNN', { trials: 3 });
    const failing = (code: 'BAD_USER_INPUT' | 'INTERNAL'): SearchInput => ({
      ...given,
      fit: (data, options: HyperParameters, checkpoint) => {
        if (options.decay !== getAlgorithm('ITEM_KNN').hyperParameters['decay']!.default)
          throw new DomainError(code, 'no');
        return given.fit(data, options, checkpoint);
      },
    });
    const { report } = searchHyperParameters(failing('BAD_USER_INPUT'), quiet());
    expect(report.trials.map(({ value }) => value === null)).toEqual([false, true, true]);
    expect(report.best).toBe(1);
    expect(() => searchHyperParameters(failing('INTERNAL'), quiet())).toThrow('no');
  });

  it('needs learners that can decide', () => {
    const given = input('ITEM_KNN');
    const { relevance } = given.validation;
    const few = { ...given.validation, relevance: { ...relevance, users: relevance.users.slice(0, 5) } };
    expect(() => searchHyperParameters({ ...given, validation: few }, quiet())).toThrow(/at least 20/);
  });

  it('reports progress that never falls, and stops when asked to', () => {
    const fractions: number[] = [];
    searchHyperParameters(
      input('ITEM_KNN'),
      quiet((fraction) => fractions.push(fraction)),
    );
    expect(fractions.length).toBeGreaterThan(6);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(() => searchHyperParameters(input('ITEM_KNN'), quiet(undefined, 20))).toThrow('stopped');
  });
});

describe('room for the search', () => {
  it('moves later phases behind it and keeps earlier ones', () => {
    const seen: [string, number, number][] = [];
    const inner: Progress = {
      phase: (name, from, to) => {
        seen.push([name, from, to]);
        return () => undefined;
      },
      timings: () => ({}),
    };
    const moved = leaveRoomForSearch(inner);
    moved.phase('reading', 0, 0.1);
    moved.phase('grouping', 0.1, 0.15);
    moved.phase('fitting', 0.15, 0.45);
    moved.phase('packing', 0.95, 1);
    expect(seen.map(([name]) => name)).toEqual(['reading', 'grouping', 'fitting', 'packing']);
    expect(seen[1]).toEqual(['grouping', 0.1, 0.15]);
    expect(seen[2][1]).toBe(0.65);
    expect(seen[3][2]).toBeCloseTo(1, 12);
    for (const [, from, to] of seen) expect(from).toBeLessThan(to);
  });
});

describe('a share of the learners', () => {
  it('keeps their rows as they are and empties the others', () => {
    const { train } = input('ITEM_KNN').validation;
    const even = keepLearners(train, (user) => user % 2 === 0);
    expect([even.users, even.items]).toEqual([train.users, train.items]);
    for (let user = 0; user < LEARNERS; user++) {
      const row = historyOf(even, user);
      if (user % 2 === 0) expect(row).toEqual(historyOf(train, user));
      else expect(row.length).toBe(0);
    }
  });
});

describe('the objective in words', () => {
  it('is positive either way', () => {
    expect(objectiveText('NDCG', 0.08123)).toBe('NDCG@10 0.0812');
    expect(objectiveText('RMSE', -2.76801)).toBe('RMSE 2.7680');
  });
});
