import { afterEach, describe, expect, it } from '@jest/globals';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { waitFor } from '../../../support/wait-for.js';
import type { Deadline } from '../../../../src/services/deadline.js';

describe('the time of an operation', () => {
  let fake: FakeServer;
  const given: (Deadline | undefined)[] = [];
  /** Lists that never come, and a history that does. */
  const start = async (seconds: number): Promise<void> => {
    given.length = 0;
    fake = await startFakeServer({
      limits: { seconds },
      override: ({ recommendations, evaluation }) => ({
        recommendations: {
          ...recommendations,
          forUsers: (_ids, _controls, deadline) => (given.push(deadline), new Promise(() => undefined)),
        },
        evaluation: {
          ...evaluation,
          run: (_request, deadline) => (given.push(deadline), new Promise(() => undefined)),
        },
      }),
    });
  };
  afterEach(() => fake.server.close());

  it('ends for the fields that are not done, while the others are answered', async () => {
    await start(1);
    const { data, errors } = await fake.client.send(
      '{ user(id: "u1") { id } recommendations(userId: "u1") { id } evaluation { k } }',
    );
    expect(data).toEqual({ user: { id: 'u1' }, recommendations: null, evaluation: null });
    expect(errors.map(({ path, extensions }) => `${path?.join()} ${extensions.code}`).sort()).toEqual([
      'evaluation DEADLINE_EXCEEDED',
      'recommendations DEADLINE_EXCEEDED',
    ]);
    expect(errors[0]?.extensions.details).toEqual({ limit: 'seconds', maximum: 1 });
    expect(given.map((deadline) => deadline?.signal.aborted)).toEqual([true, true]);
  });

  it('ends when the client leaves', async () => {
    await start(60);
    const leaving = new AbortController();
    const asked = fetch(new URL('graphql', fake.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ recommendations(userId: "u1") { id } }' }),
      signal: leaving.signal,
    });
    await waitFor(() => given[0]);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await waitFor(() => given[0]!.signal.aborted);
    expect(given[0]!.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});
