import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

describe('batching', () => {
  let fake: FakeServer;
  beforeEach(async () => {
    fake = await startFakeServer();
  });
  afterEach(() => fake.server.close());

  it('asks once for the recommendations of a page of learners', async () => {
    const query = '{ users(first: 25) { nodes { recommendations(k: 3, alpha: 0.2) { userId items { rank } } } } }';
    const { users } = await fake.client.data<{
      users: { nodes: { recommendations: { userId: string; items: unknown[] } }[] };
    }>(query);
    const ids = Array.from({ length: 25 }, (_, i) => `u${i + 1}`);
    expect(fake.calls.forUsers).toEqual([{ userIds: ids, k: 3, alpha: 0.2 }]);
    expect(users.nodes.map((node) => node.recommendations.userId)).toEqual(ids);
    expect(users.nodes.every((node) => node.recommendations.items.length === 3)).toBe(true);
  });

  it('asks once per pair of k and alpha, and once for what is asked twice', async () => {
    await fake.client.data(`{
      a: recommendations(userId: "u1", alpha: 0) { id }
      b: recommendations(userId: "u1", alpha: 1) { id }
      c: recommendations(userId: "u2", alpha: 1) { id }
      d: recommendations(userId: "u1", alpha: 1) { alpha }
      user(id: "u1") { recommendations(alpha: 1) { alpha } }
    }`);
    const asked = (alpha: number): string[] =>
      fake.calls.forUsers.flatMap((call) => (call.alpha === alpha ? call.userIds : [])).sort();
    expect([asked(0), asked(1)]).toEqual([['u1'], ['u1', 'u2']]);
  });

  it('loads the content of engagements in one call', async () => {
    await fake.client.data('{ users(first: 10) { nodes { engagements { nodes { content { title } } } } } }');
    expect(fake.calls.getContents).toHaveLength(1);
    expect(new Set(fake.calls.getContents[0]).size).toBe(fake.calls.getContents[0]!.length);
  });

  it('counts and explains only when asked to', async () => {
    await fake.client.data(
      '{ users { nodes { id } pageInfo { hasNextPage } } recommendations(userId: "u1") { items { score } } }',
    );
    expect([fake.calls.countUsers, fake.calls.reasons]).toEqual([0, 0]);
    await fake.client.data(
      '{ users { totalCount } recommendations(userId: "u1", k: 4) { items { reasons { text } } } }',
    );
    expect([fake.calls.countUsers, fake.calls.reasons]).toEqual([1, 4]);
  });

  it('fails only the group that fails', async () => {
    const failing = await startFakeServer({
      override: (services) => ({
        recommendations: {
          ...services.recommendations,
          forUsers: (ids, options) =>
            options.alpha === 1 ? Promise.reject(new Error('lost')) : services.recommendations.forUsers(ids, options),
        },
      }),
    });
    const query =
      '{ a: recommendations(userId: "u1", alpha: 0) { alpha } b: recommendations(userId: "u1", alpha: 1) { alpha } }';
    const { data, errors } = await failing.client.send(query);
    await failing.server.close();
    expect(data).toEqual({ a: { alpha: 0 }, b: null });
    expect(errors.map((error) => error.path)).toEqual([['b']]);
  });
});
