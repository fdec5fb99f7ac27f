import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { createSubscriptionClient, type SubscriptionClient } from '../support/subscription-client.js';
import { waitFor } from '../support/wait-for.js';

const REPORT = '{ users k seed alpha results { contestant ndcg { value low high } } }';

interface State {
  evaluationProgress: { phase: string; progress: number; report: unknown };
}

describe('an evaluation that is followed', () => {
  let service: TestService;
  let client: GraphQLClient;
  let live: SubscriptionClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    live = createSubscriptionClient(service.url);
  });
  afterAll(async () => {
    await live?.close();
    await service?.close();
  });

  it('tells how far it is, and ends with the report that the query gives', async () => {
    const args = 'sampleSize: 0, k: 3, seed: 7, alpha: 0.4';
    const run = live.subscribe<State>(
      `subscription { evaluationProgress(${args}) { phase progress report ${REPORT} } }`,
    );
    await waitFor(() => run.completed);
    expect(run.errors).toEqual([]);
    const states = run.values.map(({ evaluationProgress }) => evaluationProgress);
    const progress = states.map((state) => state.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(states.slice(0, -1).every(({ report }) => report === null)).toBe(true);
    const { evaluation } = await client.data<{ evaluation: unknown }>(`{ evaluation(${args}) ${REPORT} }`);
    expect(states.at(-1)!.report).toEqual(evaluation);
  });

  it('stops when nobody follows it any more, and lets the next one run', async () => {
    const stopped = live.subscribe<State>('subscription { evaluationProgress { progress } }');
    await waitFor(() => stopped.values.length > 0);
    stopped.stop();
    const next = live.subscribe<State>(`subscription { evaluationProgress(k: 2) { report ${REPORT} } }`);
    await waitFor(() => next.completed);
    expect(next.values.at(-1)).toMatchObject({ evaluationProgress: { report: { k: 2 } } });
  });

  it('says what is wrong with what was asked', async () => {
    const run = live.subscribe<State>('subscription { evaluationProgress(k: 101) { progress } }');
    await waitFor(() => run.errors.length > 0);
    expect(run.errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    expect(run.values).toEqual([]);
  });

  it('needs the role of a reader before anything is run', async () => {
    const closed = await startTestService({ openRoles: [], model: false });
    const stranger = createSubscriptionClient(closed.url);
    const run = stranger.subscribe<State>('subscription { evaluationProgress { progress } }');
    await waitFor(() => run.errors.length > 0);
    expect([run.errors[0]!.extensions.code, run.values]).toEqual(['UNAUTHENTICATED', []]);
    await stranger.close();
    await closed.close();
  });
});
