import { describe, expect, it } from '@jest/globals';
import { fitColdStart } from '../../../src/compute/fit-cold-start.js';
import { fitContentModel } from '../../../src/model/content/features.js';
import { IDENTITY_CALIBRATION } from '../../../src/model/hybrid/calibrate.js';
import { createItemSpace, itemPopularity, type HybridModel } from '../../../src/model/hybrid/hybrid-model.js';
import { createVocabulary } from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import { getAlgorithm, resolveHyperParameters } from '../../../src/model/registry.js';
import { stackRows } from '../../../src/model/sparse.js';
import { interactionsOf, type Row } from '../../support/datasets.js';

const ITEMS = 60;
const KNOWN = 300;
const NEWCOMERS = 120;
const USERS = KNOWN + NEWCOMERS;
const DEPARTMENTS = ['Law', 'Sales', 'Nursing'];

const record = (item: number) => ({
  title: `item ${item}`,
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
});

/** @param likes the item that the nth engagement of a learner of a department is with, by chance */
function fitOn(likes: (department: number, chance: number) => number) {
  const random = createRandom(9);
  const departmentOf = Array.from({ length: USERS }, () => random.integer(DEPARTMENTS.length));
  const draw = (user: number): number => likes(departmentOf[user], random.next());
  const rows: Row[] = Array.from({ length: KNOWN * 5 }, (_, n) => ({ user: n % KNOWN, item: draw(n % KNOWN) }));
  const data = interactionsOf(rows, USERS, ITEMS);
  const algorithm = getAlgorithm('POPULARITY');
  const content = fitContentModel(Array.from({ length: ITEMS }, (_, item) => record(item)));
  const model: HybridModel = {
    collaborative: algorithm.fit(data, resolveHyperParameters(algorithm, {}), {
      seed: 1,
      checkpoint: () => undefined,
    }),
    content,
    calibration: { collaborative: IDENTITY_CALIBRATION, content: IDENTITY_CALIBRATION },
    popularity: itemPopularity(data),
    coldWeight: 1,
    alpha: 1,
    alphaByHistory: null,
  };
  const vectors = stackRows(
    Array.from({ length: ITEMS }, (_, item) => content.vectorise(record(item))),
    content.columns,
  );
  const cold = Array.from({ length: NEWCOMERS }, (_, n) => KNOWN + n);
  return fitColdStart(
    {
      model,
      space: createItemSpace(model, vectors),
      data,
      users: createVocabulary(Int32Array.from({ length: USERS }, (_, user) => user)),
      learners: {
        pk: Int32Array.from({ length: USERS }, (_, user) => user),
        title: departmentOf.map(() => null),
        department: departmentOf.map((department) => DEPARTMENTS[department]),
        seniorityLevel: departmentOf.map(() => null),
      },
      cold: {
        users: Int32Array.from(cold),
        ptr: Int32Array.from({ length: NEWCOMERS + 1 }, (_, n) => n),
        items: Int32Array.from(cold, draw),
      },
      tieRank: Int32Array.from({ length: ITEMS }, (_, item) => item),
      random,
    },
    () => undefined,
  );
}

describe('what newcomers get', () => {
  it('goes by who they are where that says something', () => {
    // Each department has twenty items of its own.
    const fitted = fitOn((department, chance) => 20 * department + Math.floor(20 * chance ** 2));
    expect(fitted.byPopularity ?? false).toBe(false);
    expect(fitted.traits).not.toBeNull();
  });

  it('goes by popularity with everybody where that says more', () => {
    // Newcomers want what hardly any known learner of their own department engages with, and all others do.
    let draws = 0;
    const fitted = fitOn((department, chance) => {
      const isNewcomer = draws++ >= KNOWN * 5;
      const own = 20 * department + Math.floor(20 * chance ** 2);
      return isNewcomer ? (own + 20) % ITEMS : own;
    });
    expect(fitted.byPopularity).toBe(true);
  });
});
