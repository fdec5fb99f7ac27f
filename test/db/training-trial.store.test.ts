import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createTrainingJobStore } from '../../src/store/training-job.store.js';
import { createTrainingTrialStore, type TrainingTrialStore } from '../../src/store/training-trial.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
let trials: TrainingTrialStore;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  trials = createTrainingTrialStore(db);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const trial = (number: number, learnerValues: Float32Array | null = null) => ({ row: { number }, learnerValues });

it('gives back what was measured, bit by bit, in the order of the trials', async () => {
  const values = Float32Array.of(0, 0.1, 1 / 3, 1);
  await trials.add('a', null, trial(1, values));
  await trials.add('a', null, trial(2));
  await trials.add('b', null, trial(3));
  expect(await trials.known('a')).toEqual([trial(1, values), trial(2)]);
  expect(await trials.known('none')).toEqual([]);
});

it('shows a job its own trials, until it begins again: then they stay known', async () => {
  const { id } = await createTrainingJobStore(db).create({});
  await trials.add('c', id, trial(1));
  await trials.add('c', null, trial(7));
  await trials.add('c', id, trial(2));
  expect(await trials.ofJobs([id])).toEqual([
    { jobId: id, row: { number: 1 } },
    { jobId: id, row: { number: 2 } },
  ]);
  await trials.detach(id);
  expect(await trials.ofJobs([id])).toEqual([]);
  expect(await trials.known('c')).toHaveLength(3);
});

it('removes what has led to a model, and what is old', async () => {
  await trials.add('d', null, trial(1));
  await trials.add('e', null, trial(2));
  await trials.add('f', null, trial(3));
  await db.pool.query("UPDATE training_trials SET created_at = now() - interval '31 days' WHERE basis = 'e'");
  await trials.remove('d', 30);
  const left = await Promise.all(['d', 'e', 'f'].map((basis) => trials.known(basis)));
  expect(left.map(({ length }) => length)).toEqual([0, 0, 1]);
});
