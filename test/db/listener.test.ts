import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { announce } from '../../src/store/channels.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createListener } from '../../src/store/listener.js';
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

async function notify(channel: string, payload: string): Promise<void> {
  const client = await db.pool.connect();
  await announce(client, channel, payload);
  client.release();
}

const killListeners = async (): Promise<number> =>
  (
    await db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'learnrec listener' AND datname = current_database()`,
    )
  ).rowCount ?? 0;

it('hears its channels, and again after its connection was killed', async () => {
  const heard: string[] = [];
  let reconnects = 0;
  const listener = await createListener(test.url, ['one', 'Two "quoted"'], {
    onNotify: (channel, payload) => heard.push(`${channel}: ${payload}`),
    onReconnect: () => reconnects++,
  });
  await notify('one', 'a');
  await notify('other', 'not for us');
  await notify('Two "quoted"', '');
  await waitFor(() => heard.length === 2);
  for (let round = 1; round <= 3; round++) {
    expect(await killListeners()).toBe(1);
    await waitFor(() => reconnects === round);
    await notify('one', `after ${round}`);
    await waitFor(() => heard.length === 2 + round);
  }
  expect(heard).toEqual(['one: a', 'Two "quoted": ', 'one: after 1', 'one: after 2', 'one: after 3']);
  await listener.close();
  await listener.close();
  expect(await killListeners()).toBe(0);
});

it('does not start when the database cannot be reached', async () => {
  const url = test.url.replace(/\/[^/]*$/, '/not_there');
  const handlers = { onNotify: () => undefined, onReconnect: () => undefined };
  await expect(createListener(url, ['one'], handlers)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

it('can be closed while the server is away', async () => {
  const own = await createTestDatabase();
  const handlers = { onNotify: () => undefined, onReconnect: () => undefined };
  const listener = await createListener(own.url, ['one'], handlers);
  await own.drop();
  await listener.close();
});
