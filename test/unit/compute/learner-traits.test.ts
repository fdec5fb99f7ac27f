import { describe, expect, it } from '@jest/globals';
import { countCohorts, learnerTraits } from '../../../src/compute/learner-traits.js';
import type { LearnerColumns } from '../../../src/compute/messages.js';
import { MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { buildInteractions, createVocabulary } from '../../../src/model/interactions.js';

/** Learners 1-6 are of Sales, the first five of them MID; 7 and 8 are MID of no department; 9 is unknown to the columns. */
const LEARNERS: LearnerColumns = {
  pk: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  title: ['Seller', null, null, null, null, null, null, null],
  department: ['Sales', 'Sales', 'Sales', 'Sales', 'Sales', 'Sales', null, null],
  seniorityLevel: ['MID', 'MID', 'MID', 'MID', 'MID', 'LEAD', 'MID', 'MID'],
};

/** Everybody engages with content 100; learner 1 with 101 too, which learner 2 disliked; learner 5 with nothing else. */
const PAIRS: readonly [user: number, content: number, liked: number][] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((user): [number, number, number] => [user, 100, MISSING]),
  [1, 101, 1],
  [2, 101, 0],
  [7, 102, 1],
];

function interactions() {
  const columns: EngagementColumns = {
    length: PAIRS.length,
    userPk: Int32Array.from(PAIRS, ([user]) => user),
    contentPk: Int32Array.from(PAIRS, ([, content]) => content),
    timestamp: new Float64Array(PAIRS.length),
    durationSeconds: new Int32Array(PAIRS.length).fill(MISSING),
    liked: Int8Array.from(PAIRS, ([, , liked]) => liked),
    type: new Uint8Array(PAIRS.length),
  };
  const users = createVocabulary(LEARNERS.pk);
  return { users, data: buildInteractions(columns, users, createVocabulary(Int32Array.of(100, 101, 102))) };
}

describe('learnerTraits', () => {
  it('is what a learner says, and undefined for strangers and without columns', () => {
    expect(learnerTraits(LEARNERS)(1)).toEqual({ title: 'Seller', department: 'Sales', seniorityLevel: 'MID' });
    expect(learnerTraits(LEARNERS)(9)).toBeUndefined();
    expect(learnerTraits(undefined)(1)).toBeUndefined();
  });
});

describe('countCohorts', () => {
  const { users, data } = interactions();
  const popularity = Int32Array.of(8, 1, 1);
  const cohortOf = countCohorts(data, users, LEARNERS, popularity);
  const expected = (department: string | null, seniorityLevel: 'MID' | 'LEAD' | null) => {
    const cohort = cohortOf({ title: null, department, seniorityLevel });
    return cohort && [...cohort.expected];
  };

  it('counts a department: 6 learners, one of whom engaged 101 without disliking it', () => {
    // 20 / 26 of general popularity and 8 * counts / 26.
    const [a, b, c] = expected('Sales', null)!;
    expect(a).toBeCloseTo((20 * 8 + 8 * 6) / 26, 10);
    expect(b).toBeCloseTo((20 * 1 + 8 * 1) / 26, 10);
    expect(c).toBeCloseTo((20 * 1) / 26, 10);
  });

  it('counts a level of all departments where the learner has none', () => {
    // 7 learners of MID: 100 by all, 101 by learner 1, 102 by learner 7.
    const [a, b, c] = expected(null, 'MID')!;
    expect(a).toBeCloseTo((20 * 8 + 8 * 7) / 27, 10);
    expect(b).toBeCloseTo((20 + 8) / 27, 10);
    expect(c).toBeCloseTo((20 + 8) / 27, 10);
  });

  it('shrinks the level within the department towards the department', () => {
    const department = expected('Sales', null)!;
    const inner = expected('Sales', 'MID')!;
    expect(inner[0]).toBeCloseTo((20 * department[0] + 8 * 5) / 25, 10);
    expect(inner[2]).toBeCloseTo((20 * department[2]) / 25, 10);
  });

  it('passes over the one LEAD, and has nothing for unknown groups and learners', () => {
    expect(expected('Sales', 'LEAD')).toEqual(expected('Sales', null));
    expect(expected(null, 'LEAD')).toBeNull();
    expect(expected('Law', null)).toBeNull();
    expect(cohortOf(undefined)).toBeNull();
    expect(countCohorts(data, users, undefined, popularity)(undefined)).toBeNull();
  });
});
