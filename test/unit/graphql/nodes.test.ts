import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toNodeId, type NodeKey } from '../../../src/graphql/node-id.js';
import { startFakeServer, type FakeServer } from '../../support/fake-server.js';
import { createGraphQLClient } from '../../support/graphql-client.js';

const nodeId = (type: NodeKey['type'], id: string): string => toNodeId({ type, id });
const NODES =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename nodeId ... on User { id department } ... on Content { title } ... on Model { isActive } ... on TrainingJob { status } } }';

// Executed by graphql-js, and compiled.
describe.each([Infinity, 0])('nodes, compiled after %d executions', (compileAfter) => {
  let fake: FakeServer;
  let jobId: string;
  beforeAll(async () => {
    fake = await startFakeServer({ compileAfter });
    const { retrain } = await fake.admin.data<{ retrain: { trainingJob: { id: string } } }>(
      'mutation { retrain { trainingJob { id } } }',
    );
    jobId = retrain.trainingJob.id;
  });
  afterAll(() => fake.server.close());

  it('are found by the nodeId that they show, each of its type', async () => {
    const shown = await fake.client.data<Record<string, { nodeId: string }>>(
      `{ user(id: "u1") { nodeId } content(id: "c2") { nodeId } model { nodeId } trainingJob(id: "${jobId}") { nodeId } }`,
    );
    const ids = ['user', 'content', 'model', 'trainingJob'].map((field) => shown[field]!.nodeId);
    expect(ids).toEqual([
      nodeId('User', 'u1'),
      nodeId('Content', 'c2'),
      nodeId('Model', '2'),
      nodeId('TrainingJob', jobId),
    ]);
    const { nodes } = await fake.client.data<{ nodes: object[] }>(NODES, { ids });
    expect(nodes).toMatchObject([
      { __typename: 'User', nodeId: ids[0], id: 'u1' },
      { __typename: 'Content', nodeId: ids[1] },
      { __typename: 'Model', nodeId: ids[2], isActive: true },
      { __typename: 'TrainingJob', nodeId: ids[3], status: 'SUCCEEDED' },
    ]);
    for (const [place, id] of ids.entries()) {
      const { node } = await fake.client.data<{ node: object }>(
        'query ($id: ID!) { node(id: $id) { __typename nodeId } }',
        { id },
      );
      expect(node).toMatchObject({ __typename: (nodes[place] as { __typename: string }).__typename, nodeId: id });
    }
  });

  it('are null where there is nothing, and an error in the place of an id that is none', async () => {
    const ids = [nodeId('User', 'nobody'), 'u1', nodeId('User', 'u2'), nodeId('Model', '9')];
    const { data, errors } = await fake.client.send<{ nodes: unknown[] }>(NODES, { ids });
    expect(data!.nodes).toMatchObject([null, null, { id: 'u2' }, null]);
    expect(errors).toMatchObject([
      { path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT', details: { argument: 'ids.1' } } },
    ]);
    expect((await fake.client.error('{ node(id: "u1") { nodeId } }')).message).toMatch(
      /^Argument "id" must be a nodeId/,
    );
  });

  it('are read in one call for each type', async () => {
    const before = fake.calls.getUsers.length;
    const ids = Array.from({ length: 40 }, (_, n) => nodeId('User', `u${n + 1}`));
    await fake.client.data(NODES, { ids });
    expect(fake.calls.getUsers.slice(before)).toHaveLength(1);
  });

  it('are at most 100 at a time, and cost what one costs times their number', async () => {
    const ids = Array.from({ length: 101 }, () => nodeId('User', 'u1'));
    expect((await fake.client.error(NODES, { ids })).message).toBe(
      'Argument "ids" must hold at most 100 ids, but holds 101.',
    );
    const { text } = await fake.client.send('query ($ids: [ID!]!) { nodes(ids: $ids) { nodeId } }', {
      ids: ids.slice(0, 7),
    });
    expect((JSON.parse(text) as { extensions: unknown }).extensions).toMatchObject({ cost: { requested: 7 } });
  });
});

it('says who may read which: nobody without a token where nothing is open', async () => {
  const fake = await startFakeServer({ openRoles: [] });
  try {
    for (const type of ['User', 'Content', 'Model', 'TrainingJob'] as const) {
      const query = `{ node(id: "${nodeId(type, '1')}") { nodeId } }`;
      expect((await fake.client.error(query)).extensions.code).toBe('UNAUTHENTICATED');
      expect((await createGraphQLClient(fake.url, 'wrong').error(query)).extensions.code).toBe('UNAUTHENTICATED');
      expect((await fake.admin.send(query)).errors).toEqual([]);
    }
  } finally {
    await fake.server.close();
  }
});
