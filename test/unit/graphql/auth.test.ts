import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../../src/graphql/auth.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';
import { createGraphQLClient } from '../../support/graphql-client.js';

const QUERIES = [
  '{ user(id: "u1") { id } }',
  '{ users { nodes { id } } }',
  '{ content(id: "c1") { id } }',
  '{ contents { nodes { id } } }',
  '{ recommendations(userId: "u1") { id } }',
  '{ similarContent(contentId: "c1") { score } }',
  '{ evaluation { k } }',
  '{ model { id } }',
  '{ models { nodes { id } } }',
  '{ trainingJob(id: "j") { id } }',
  '{ alphaSweep(userId: "u1") { userId } }',
  '{ similarUsers(userId: "u1") { score } }',
  '{ compareModels(a: "1", b: "1") { k } }',
  '{ trending { windowDays } }',
  '{ recommendationsForProfile(profile: { department: "Data" }) { id } }',
];
const WRITES = [
  'mutation { upsertUsers(input: [{ id: "u1" }]) { userErrors { code } } }',
  'mutation { upsertContent(input: [{ id: "c1" }]) { userErrors { code } } }',
  'mutation { recordEngagements(input: [{ userId: "u1", contentId: "c1" }]) { recorded } }',
];
const ADMIN = [
  'mutation { retrain { trainingJob { id } } }',
  'mutation { cancelTraining(jobId: "job-1") { trainingJob { id } } }',
  'mutation { activateModel(id: "1") { model { id } } }',
  'mutation { deleteUsers(ids: ["u40"]) { deletedIds } }',
];

describe('roles', () => {
  const servers = new Map<string, FakeServer>();
  const ROLE_SETS: Role[][] = [[], ['READER'], ['WRITER'], ['ADMIN']];

  beforeAll(async () => {
    for (const roles of ROLE_SETS) servers.set(roles.join(), await startFakeServer({ openRoles: roles }));
  });
  afterAll(() => Promise.all([...servers.values()].map(({ server }) => server.close())));

  const needs: [Role, string][] = [
    ...QUERIES.map((operation): [Role, string] => ['READER', operation]),
    ...WRITES.map((operation): [Role, string] => ['WRITER', operation]),
    ...ADMIN.map((operation): [Role, string] => ['ADMIN', operation]),
  ];
  const ranks: readonly string[] = ['READER', 'WRITER', 'ADMIN'];

  it.each(needs)('%s is needed for %s', async (needed, operation) => {
    for (const [held, { client, admin }] of servers) {
      const { errors } = await client.send(operation);
      const codes = errors.map((error) => error.extensions.code);
      expect([held, codes]).toEqual([held, ranks.indexOf(held) >= ranks.indexOf(needed) ? [] : ['UNAUTHENTICATED']]);
      expect((await admin.send(operation)).errors).toEqual([]);
    }
  });

  it('answers a wrong token with 401 and UNAUTHENTICATED, whatever is asked', async () => {
    const { url } = servers.get('ADMIN')!;
    const { status, errors, data } = await createGraphQLClient(url, 'wrong').send('{ __typename }');
    expect([status, errors[0]?.extensions.code, data]).toEqual([401, 'UNAUTHENTICATED', undefined]);
  });

  it('refuses one field without touching the others', async () => {
    const { client } = servers.get('WRITER')!;
    const { data, errors } = await client.send(
      'mutation { upsertUsers(input: [{ id: "new" }]) { users { id } } retrain { trainingJob { id } } }',
    );
    expect(data).toEqual({ upsertUsers: { users: [{ id: 'new' }] }, retrain: null });
    expect(errors).toHaveLength(1);
  });
});
