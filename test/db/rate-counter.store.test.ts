import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { postgresRateCounter } from '../../src/store/rate-counter.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

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

describe('counters of rate in Postgres', () => {
  it('are shared by processes, by name and key', async () => {
    const [one, other] = [postgresRateCounter(db.pool)('token', 10), postgresRateCounter(db.pool)('token', 10)];
    expect(await one.add('a', 6)).toBe(0);
    expect(await other.add('a', 4)).toBe(0);
    const wait = await one.add('a', 1);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await other.add('b', 10)).toBe(0);
    expect(await postgresRateCounter(db.pool)('address', 10).add('a', 10)).toBe(0);
  });

  it('lose no point when many count at once', async () => {
    const counter = postgresRateCounter(db.pool)('burst', 50);
    const waits = await Promise.all(Array.from({ length: 60 }, () => counter.add('x', 1)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  });

  it('go on in memory while Postgres is away', async () => {
    const gone = await openDatabase(test.url);
    const counter = postgresRateCounter(gone.pool)('away', 2);
    await gone.close();
    expect([await counter.add('a', 1), await counter.add('a', 1)]).toEqual([0, 0]);
    expect(await counter.add('a', 1)).toBeGreaterThan(0);
  });
});
