import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDeadline } from '../../src/services/deadline.js';
import { cancelledWith, neverCancelled } from '../../src/store/cancel-statements.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

/** Far longer than the tests may take. */
const SLEEP = 'pg_sleep(600)';

describe('statements of which the asker has left', () => {
  let test: TestDatabase;
  let database: Database;
  let other: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await openDatabase(test.url, { poolSize: 2 });
    other = await openDatabase(test.url);
  });
  afterAll(async () => {
    await database.close();
    await other.close();
    await test.drop();
  });

  const running = async (mark: string): Promise<number> =>
    (
      await other.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`,
        [`%${mark}%`],
      )
    ).rows[0].n;

  it.each([
    ['pg', () => database.pool.query(`/* left by pg */ SELECT ${SLEEP}`)],
    ['Prisma', async () => database.prisma.$queryRawUnsafe(`/* left by Prisma */ SELECT ${SLEEP}::text`)],
  ])('are cancelled: %s', async (name, send) => {
    const deadline = createDeadline(60);
    const work = cancelledWith(deadline, async () => send());
    const failed = expect(work).rejects.toThrow();
    await waitFor(async () => (await running(`left by ${name}`)) === 1);
    deadline.abandon();
    await failed;
    expect(await running(`left by ${name}`)).toBe(0);
    expect(await database.ping()).toBe(true);
  });

  it('are not sent where they waited for a connection', async () => {
    const [first, second, third] = [createDeadline(60), createDeadline(60), createDeadline(60)];
    const busy = [first, second].map((deadline) =>
      cancelledWith(deadline, () => database.pool.query(`/* busy */ SELECT ${SLEEP}`)).catch(() => 'cancelled'),
    );
    await waitFor(async () => (await running('busy')) === 2);
    const waiting = cancelledWith(third, () => database.pool.query('/* waits */ SELECT 1'));
    const failed = expect(waiting).rejects.toThrow('The client left');
    third.abandon();
    first.abandon();
    await failed;
    second.abandon();
    expect(await Promise.all(busy)).toEqual(['cancelled', 'cancelled']);
  });

  it('go on where others share them, or nobody has left', async () => {
    const deadline = createDeadline(60);
    const shared = cancelledWith(deadline, () =>
      neverCancelled(() => database.pool.query<{ n: number }>('SELECT 1 AS n FROM (SELECT pg_sleep(0.2)) s')),
    );
    const alone = database.pool.query<{ n: number }>('SELECT 2 AS n');
    deadline.abandon();
    expect((await shared).rows).toEqual([{ n: 1 }]);
    expect((await alone).rows).toEqual([{ n: 2 }]);
  });
});
