import { describe, expect, it } from '@jest/globals';
import { compareHoldoutTask } from '../../../src/compute/compare-holdout.js';
import type { HoldoutComparison } from '../../../src/compute/messages.js';
import { trainTask } from '../../../src/compute/train-model.js';
import type { EngagementColumns } from '../../../src/model/engagement.js';
import { decodeHybrid, encodeHybrid } from '../../../src/model/hybrid/hybrid-snapshot.js';
import { SNAPSHOT_FORMAT } from '../../../src/model/snapshot.js';
import { before, CATALOGUE, quiet, trainingOf, twoTribes } from './two-tribes.js';

const columns = twoTribes();
const train = (data: EngagementColumns, algorithm: 'ITEM_KNN' | 'POPULARITY', seed = 42) =>
  trainTask(trainingOf(data, algorithm, seed), quiet());
const knn = train(columns, 'ITEM_KNN');
const popularity = train(columns, 'POPULARITY');

function compare(challenger: Uint8Array, champion: Uint8Array, sameData = true): HoldoutComparison {
  return compareHoldoutTask({ kind: 'GATE', challenger, champion, columns, sameData, catalogue: CATALOGUE }, quiet());
}

function figures(compared: HoldoutComparison) {
  if (!compared.comparable) throw new Error(compared.reason);
  return compared;
}

/** The same snapshot with its hold-out cut described otherwise. */
function recut(snapshot: Uint8Array, cut: object): Uint8Array {
  const stored = decodeHybrid(snapshot);
  return encodeHybrid({ ...stored, cut: { ...stored.cut!, ...cut } });
}

describe('the comparison on the hold-out', () => {
  it('measures a model as its own training report does, and finds no difference to itself', () => {
    const same = figures(compare(knn.snapshot, knn.snapshot));
    const reported = knn.evaluation!;
    expect(same).toMatchObject({
      users: reported.users,
      cutoff: reported.cutoff,
      k: 10,
      difference: 0,
      low: 0,
      high: 0,
    });
    expect(same.challenger).toBeCloseTo(reported.results[0].ndcg.value, 12);
    expect(same.champion).toBe(same.challenger);
  });

  it('finds that popularity is significantly worse where there are two tastes, and the other way round', () => {
    const worse = figures(compare(popularity.snapshot, knn.snapshot));
    expect(worse.difference).toBeCloseTo(worse.challenger - worse.champion, 12);
    expect(worse.high).toBeLessThan(0);
    expect(worse.low).toBeLessThanOrEqual(worse.difference);
    const better = figures(compare(knn.snapshot, popularity.snapshot));
    expect(better.difference).toBeCloseTo(-worse.difference, 12);
    expect(better.low).toBeGreaterThan(0);
  });

  it('tests from the later of the two cuts on, whichever model has it', () => {
    const older = train(before(columns, 3000), 'ITEM_KNN');
    const cutoff = knn.evaluation!.cutoff!;
    expect(older.evaluation!.cutoff!).toBeLessThan(cutoff);
    expect(figures(compare(knn.snapshot, older.snapshot, false)).cutoff).toBe(cutoff);
    expect(figures(compare(older.snapshot, knn.snapshot, false)).cutoff).toBe(cutoff);
  });

  it('leaves out learners who fitted the calibration or alpha of either', () => {
    const other = train(columns, 'ITEM_KNN', 7);
    const both = figures(compare(knn.snapshot, other.snapshot)).users;
    expect(both).toBeLessThan(Math.min(knn.evaluation!.users, other.evaluation!.users));
  });

  it('says why two models cannot be compared', () => {
    const stored = decodeHybrid(knn.snapshot);
    const bare = encodeHybrid({ ...stored, holdout: null, cut: null });
    expect(compare(bare, knn.snapshot)).toEqual({
      comparable: false,
      reason: expect.stringContaining('too little data'),
    });
    expect(compare(knn.snapshot, bare)).toEqual({ comparable: false, reason: expect.stringContaining('no hold-out') });
    const damaged = knn.snapshot.slice();
    damaged[0] ^= 1;
    expect(compare(knn.snapshot, damaged)).toEqual({ comparable: false, reason: 'the other model is damaged' });
    const cut = knn.snapshot.slice(0, knn.snapshot.length >> 1);
    expect(compare(knn.snapshot, cut)).toEqual({ comparable: false, reason: 'the other model is damaged' });
    const older = knn.snapshot.slice();
    older[4] = 1;
    expect(compare(knn.snapshot, older)).toEqual({
      comparable: false,
      reason: `the other model is stored in format 1, and this version reads format ${SNAPSHOT_FORMAT}`,
    });
    const late = recut(knn.snapshot, { cutoff: 1e15 });
    expect(compare(knn.snapshot, late)).toEqual({ comparable: false, reason: expect.stringContaining('later') });
    const perUser = recut(knn.snapshot, { protocol: 'PER_USER_RATIO', cutoff: null });
    expect(compare(perUser, knn.snapshot)).toMatchObject({ comparable: false });
    expect(compare(perUser, perUser)).toMatchObject({ comparable: true, cutoff: null });
    expect(compare(perUser, perUser, false)).toEqual({
      comparable: false,
      reason: expect.stringContaining('cut differently'),
    });
  });
});
