import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NodeKey, toNodeId } from '../../../../src/graphql/node-id.js';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { createGraphQLClient, type GraphQLClient } from '../../../support/graphql-client.js';
import { startIdentityProvider, type IdentityProvider } from '../../../support/identity-provider.js';
import { createSubscriptionClient } from '../../../support/subscription-client.js';
import { waitFor } from '../../../support/wait-for.js';

describe('a token that is bound to the learner u1', () => {
  let provider: IdentityProvider;
  let reading: FakeServer;
  let recording: FakeServer;
  let learner: GraphQLClient;
  let token = '';

  beforeAll(async () => {
    provider = await startIdentityProvider();
    token = await provider.token({ sub: 'u1' });
    // What is open to everybody without a token is not open to it.
    const openRoles = ['READER', 'WRITER'] as const;
    reading = await startFakeServer({ jwt: provider.config, openRoles });
    recording = await startFakeServer({ jwt: provider.config, openRoles, learnerRecords: true });
    learner = createGraphQLClient(reading.url, token);
  });
  afterAll(async () => {
    await Promise.all([reading, recording].map(({ server }) => server.close()));
    await provider.close();
  });

  it.each([
    '{ user(id: "u1") { id title engagements { totalCount nodes { timestamp content { id } } } } }',
    '{ recommendations(userId: "u1") { user { id } items { content { id similar { score } } reasons { text } } } }',
    '{ user(id: "u1") { recommendations(k: 3) { items { rank } } } }',
    '{ alphaSweep(userId: "u1", alphas: [0]) { userId } }',
    '{ content(id: "c1") { title } contents { nodes { id } totalCount } similarContent(contentId: "c1") { score } }',
    `{ node(id: "${toNodeId({ type: 'User', id: 'u1' })}") { ... on User { id title } } nodes(ids: ["${toNodeId({ type: 'Content', id: 'c1' })}"]) { nodeId } }`,
    '{ trending { windowDays } recommendationsForProfile(profile: { department: "Data" }) { id } }',
  ])('reads the catalogue and the data of that learner: %s', async (query) => {
    expect((await learner.send(query)).errors).toEqual([]);
  });

  it.each([
    '{ user(id: "u2") { id } }',
    '{ user(id: "nobody") { id } }',
    ...[
      { type: 'User', id: 'u2' },
      { type: 'User', id: 'nobody' },
      { type: 'Model', id: '1' },
      { type: 'TrainingJob', id: 'j' },
    ].map((key) => `{ node(id: "${toNodeId(key as NodeKey)}") { nodeId } }`),
    '{ recommendations(userId: "u2") { id } }',
    '{ alphaSweep(userId: "u2") { userId } }',
    '{ users { nodes { id } } }',
    '{ users { totalCount } }',
    '{ similarUsers(userId: "u1") { score } }',
    '{ evaluation { k } }',
    '{ model { id } }',
    '{ models { nodes { id } } }',
    '{ compareModels(a: "1", b: "1") { k } }',
    '{ trainingJob(id: "j") { id } }',
    'mutation { upsertUsers(input: [{ id: "u1", title: "x" }]) { userErrors { code } } }',
    'mutation { upsertContent(input: [{ id: "c1" }]) { userErrors { code } } }',
    'mutation { recordEngagements(input: [{ userId: "u1", contentId: "c1" }]) { recorded } }',
    'mutation { giveFeedback(userId: "u1", contentId: "c1", kind: TOO_EASY) { userErrors { code } } }',
    'mutation { deleteUsers(ids: ["u1"]) { deletedIds } }',
    'mutation { retrain { trainingJob { id } } }',
    'mutation { cancelTraining(jobId: "j") { trainingJob { id } } }',
    'mutation { activateModel(id: "1") { model { id } } }',
    'mutation { deleteModel(id: "1") { deletedId } }',
  ])('is refused everything else: %s', async (query) => {
    const { errors, text } = await learner.send(query);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(text).not.toMatch(/Data|Engineering|Sales/);
  });

  it('refuses one learner of an operation without keeping back the other', async () => {
    const { data, errors } = await learner.send('{ own: user(id: "u1") { id } other: user(id: "u2") { id } }');
    expect(data).toEqual({ own: { id: 'u1' }, other: null });
    expect(errors).toHaveLength(1);
  });

  it('records engagements of that learner where it may, and refuses the other rows one by one', async () => {
    const client = createGraphQLClient(recording.url, token);
    const answer = await client.data<{ recordEngagements: unknown }>(
      `mutation { recordEngagements(input: [
        { userId: "u2", contentId: "c1" }, { userId: "u1", contentId: "c2" }, { userId: "u1", contentId: "c3", durationSeconds: -1 }
      ]) { recorded userErrors { path code } } }`,
    );
    expect(answer.recordEngagements).toEqual({
      recorded: 1,
      userErrors: [
        { path: ['input', '0', 'userId'], code: 'FORBIDDEN' },
        { path: ['input', '2', 'durationSeconds'], code: 'BAD_USER_INPUT' },
      ],
    });
  });

  it('gives feedback for that learner alone where it may', async () => {
    const client = createGraphQLClient(recording.url, token);
    const give = (id: string) =>
      client.send(
        `mutation { giveFeedback(userId: "${id}", contentId: "c1", kind: TOO_EASY) { userErrors { code } } }`,
      );
    expect((await give('u1')).errors).toEqual([]);
    expect((await give('u2')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('may follow its own list and no other', async () => {
    const client = createSubscriptionClient(reading.url, token);
    const follow = (id: string) =>
      client.subscribe(`subscription { recommendationsChanged(userId: "${id}") { user { id } } }`);
    const [own, other] = [follow('u1'), follow('u2')];
    const model = client.subscribe('subscription { modelActivated { id } }');
    await waitFor(() => own.completed && other.errors[0] && model.errors[0]);
    expect(own.values).toEqual([{ recommendationsChanged: { user: { id: 'u1' } } }]);
    for (const refused of [other, model])
      expect(refused).toMatchObject({ values: [], errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    await client.close();
  });

  it('has its subscriptions ended when it expires', async () => {
    const short = await provider.token({ sub: 'u1', exp: Math.floor(Date.now() / 1000) + 2 });
    const socket = await openSocket(reading.url, short);
    expect(await waitFor(() => socket.closed)).toEqual({ code: 4401, reason: 'The token has expired.' });
  });

  it('is not named in the log', async () => {
    const other = createGraphQLClient(reading.url, await provider.token({ sub: 'somebody-private' }));
    await other.send('{ user(id: "somebody-private") { id } }');
    const line = await waitFor(() => reading.logs.filter(({ msg }) => msg === 'request').at(-1));
    expect(line).toMatchObject({ caller: 'learner', status: 200 });
    expect(JSON.stringify(reading.logs)).not.toContain('somebody-private');
  });
});

/** A connection that has introduced itself, and follows nothing. */
async function openSocket(url: string, token: string) {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(new URL('graphql', url).href.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const state: { acknowledged: boolean; closed?: { code: number; reason: string } } = { acknowledged: false };
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
  );
  socket.on('message', () => (state.acknowledged = true));
  socket.on('close', (code, reason) => (state.closed = { code, reason: reason.toString() }));
  await waitFor(() => state.acknowledged);
  return state;
}
