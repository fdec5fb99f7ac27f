import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '../support/service.js';
import { waitFor } from '../support/wait-for.js';

describe('a client that leaves', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ model: false, worker: false });
  });
  afterAll(() => service.close());

  const blocked = async (): Promise<number> =>
    (
      await service.container.database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'`,
      )
    ).rows[0].n;

  it.each([
    ['by Prisma', '{ users(first: 5) { totalCount nodes { id } } }', 'users'],
    ['by SQL', '{ user(id: "u1") { engagements(first: 3) { totalCount nodes { timestamp } } } }', 'engagements'],
  ])('has its statements cancelled: %s', async (_, query, table) => {
    const blocker = await service.container.database.pool.connect();
    const leaving = new AbortController();
    try {
      await blocker.query('BEGIN');
      await blocker.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      const asked = fetch(new URL('graphql', service.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
        signal: leaving.signal,
      });
      const failed = expect(asked).rejects.toThrow();
      await waitFor(async () => (await blocked()) > 0);
      leaving.abort();
      await failed;
      // Long before the statement timeout of 30 s.
      await waitFor(async () => (await blocked()) === 0);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    expect((await fetch(new URL('healthz', service.url))).status).toBe(200);
  });
});
