import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createTrainingLock } from '../../src/store/training-lock.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const never = new AbortController().signal;

it('lets one work at a time', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  const held = await Promise.all(Array.from({ length: 4 }, () => createTrainingLock(db).hold(never, work)));
  expect([held, most]).toEqual([[true, true, true, true], 1]);
});

it('tells who waits, and lets them give up', async () => {
  const lock = createTrainingLock(db);
  const giveUp = new AbortController();
  let waited = 0;
  await lock.hold(never, async () => {
    expect(await lock.holdIfFree(async () => Promise.reject(new Error('must not run')))).toBe(false);
    const waiting = lock.hold(
      giveUp.signal,
      async () => Promise.reject(new Error('must not run')),
      () => waited++,
    );
    await waitFor(() => waited === 1);
    giveUp.abort();
    expect(await waiting).toBe(false);
  });
  expect(await lock.holdIfFree(async () => undefined)).toBe(true);
});

it('tells the work when the lock is lost with its connection', async () => {
  await createTrainingLock(db).hold(never, async (signal) => {
    const { rowCount } = await db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'learnrec training lock'`,
    );
    expect(rowCount).toBe(1);
    await waitFor(() => signal.aborted);
  });
});
