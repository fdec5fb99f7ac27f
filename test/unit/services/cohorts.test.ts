import { describe, expect, it } from '@jest/globals';
import { createVocabulary } from '../../../src/model/interactions.js';
import { createCohortReader } from '../../../src/services/cohorts.js';
import type { ServingModel } from '../../../src/services/serving-model.js';
import type { Cohort, CohortStore } from '../../../src/store/cohort.store.js';

/** Two items with the keys 11 and 12; 100 learners at the fit. */
const serving = (version: string) =>
  ({
    version: { id: version, learners: 100 },
    rows: [null, null],
    places: createVocabulary(Int32Array.of(11, 12)),
    model: { popularity: Int32Array.of(80, 10) },
  }) as unknown as ServingModel;

function countingStore(learners: number): { store: CohortStore; asked: Cohort[] } {
  const asked: Cohort[] = [];
  return {
    asked,
    store: {
      favourites: async (cohort) => {
        asked.push(cohort);
        // A key that is not in the catalogue is passed over.
        return { learners, contentPk: Int32Array.of(12, 99), counts: Int32Array.of(learners, 1) };
      },
    },
  };
}

describe('the cohort reader', () => {
  it('asks for the department and within it for the level, and remembers both as long as the model stands', async () => {
    const { store, asked } = countingStore(20);
    const cohortOf = createCohortReader(store);
    const profile = { department: 'Sales', seniorityLevel: 'MID' } as const;
    const cohort = await cohortOf(serving('1'), profile);
    await cohortOf(serving('1'), profile);
    await cohortOf(serving('1'), { ...profile, seniorityLevel: null });
    expect(asked).toEqual([
      { department: 'Sales', seniorityLevel: null },
      { department: 'Sales', seniorityLevel: 'MID' },
    ]);
    // 20 learners twice, each weighing as much as what stands around them: 80 -> 40 -> 20 and 10 -> 55 -> 77.5.
    expect([...cohort!.expected]).toEqual([20, 77.5]);
    expect([...cohort!.own]).toEqual([0, 75]);
    await cohortOf(serving('2'), profile);
    expect(asked).toHaveLength(4);
  });

  it('has nothing for unknown or small groups', async () => {
    const { store, asked } = countingStore(4);
    const cohortOf = createCohortReader(store);
    expect(await cohortOf(serving('1'), { department: null, seniorityLevel: null })).toBeNull();
    expect(asked).toEqual([]);
    expect(await cohortOf(serving('1'), { department: 'Law', seniorityLevel: 'LEAD' })).toBeNull();
    expect(await cohortOf(serving('1'), { department: null, seniorityLevel: 'LEAD' })).toBeNull();
    expect(asked[2]).toEqual({ department: null, seniorityLevel: 'LEAD' });
  });

  it('tries again after a failure', async () => {
    const { store } = countingStore(20);
    let fail = true;
    const cohortOf = createCohortReader({
      favourites: (cohort, sample) => (fail ? Promise.reject(new Error('gone')) : store.favourites(cohort, sample)),
    });
    const profile = { department: 'Sales', seniorityLevel: null };
    await expect(cohortOf(serving('1'), profile)).rejects.toThrow('gone');
    fail = false;
    expect(await cohortOf(serving('1'), profile)).not.toBeNull();
  });
});
