import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../src/errors.js';
import type { ContentInput, EngagementInput, TrainRequest, UserInput } from '../../../src/services/services.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

describe('mutations', () => {
  let fake: FakeServer;
  const users: UserInput[] = [];
  const contents: ContentInput[] = [];
  const engagements: EngagementInput[] = [];
  const trainings: TrainRequest[] = [];

  beforeEach(async () => {
    for (const list of [users, contents, engagements, trainings]) list.length = 0;
    fake = await startFakeServer({
      override: (services) => ({
        users: { ...services.users, upsert: (rows) => (users.push(...rows), services.users.upsert(rows)) },
        contents: { ...services.contents, upsert: (rows) => (contents.push(...rows), services.contents.upsert(rows)) },
        engagements: { record: (rows) => (engagements.push(...rows), services.engagements.record(rows)) },
        training: {
          ...services.training,
          enqueue: async (request) => {
            trainings.push(request);
            if (request.hyperParameters?.['size'] === 0) {
              throw new DomainError('BAD_USER_INPUT', 'size must be 1 or more', { field: 'size', minimum: 1 });
            }
            if (request.note === '') throw new DomainError('BAD_USER_INPUT', 'note is empty', { argument: 'note' });
            if (request.ifRunning === 'REJECT') throw new DomainError('TRAINING_IN_PROGRESS', 'One runs already.');
            return services.training.enqueue(request);
          },
        },
      }),
    });
  });
  afterEach(() => fake.server.close());

  it('tell fields left out from fields set to null', async () => {
    await fake.client.data(
      'mutation { upsertUsers(input: [{ id: 1, title: null, department: "Data" }]) { users { id } } }',
    );
    expect(users).toEqual([{ id: '1', title: null, department: 'Data' }]);
    expect('learningStyle' in users[0]!).toBe(false);
  });

  it('leave a null title to the service and read null tags as none', async () => {
    await fake.client.data(
      'mutation { upsertContent(input: [{ id: "c1", title: null, tags: null, retiredAt: null, publishedAt: "2024-05-01T09:00:00+02:00" }]) { contents { id } } }',
    );
    expect(contents).toEqual([
      { id: 'c1', title: null, tags: [], retiredAt: null, publishedAt: new Date('2024-05-01T07:00:00Z') },
    ]);
  });

  it('let the service judge durations, so that one bad row does not lose the others', async () => {
    const input = [2_147_483_647, 2_147_483_648, 1e24, -1, 1.5, 0].map((durationSeconds) => ({
      userId: 'u1',
      contentId: 'c1',
      durationSeconds,
    }));
    const query =
      'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded duplicates userErrors { path code message } } }';
    const { recordEngagements } = await fake.client.data<{
      recordEngagements: { recorded: number; userErrors: { path: string[]; code: string }[] };
    }>(query, { input });
    expect(engagements.map((row) => row.durationSeconds)).toEqual([2_147_483_647, 2_147_483_648, 1e24, -1, 1.5, 0]);
    expect(recordEngagements.recorded).toBe(2);
    expect(recordEngagements.userErrors.map((error) => error.path)).toEqual(
      ['1', '2', '3', '4'].map((row) => ['input', row, 'durationSeconds']),
    );
  });

  it('hand hyper-parameters on by name', async () => {
    await fake.admin.data(
      'mutation { retrain(input: { algorithm: IALS, hyperParameters: [{ name: "factors", value: 8 }, { name: "epochs", value: 3 }], seed: 5, note: "n" }) { trainingJob { id } } }',
    );
    expect(trainings).toEqual([
      { algorithm: 'IALS', hyperParameters: { factors: 8, epochs: 3 }, seed: 5, note: 'n', ifRunning: 'QUEUE' },
    ]);
  });

  it.each(['retrain', 'retrain(input: null)', 'retrain(input: {})'])('%s trains with every default', async (field) => {
    await fake.admin.data(`mutation { ${field} { trainingJob { id } } }`);
    expect(trainings.map(({ ifRunning, ...rest }) => [ifRunning ?? 'QUEUE', JSON.stringify(rest)])).toEqual([
      ['QUEUE', '{}'],
    ]);
  });

  it.each([
    ['retrain(input: { ifRunning: REJECT }) { trainingJob { id }', ['input'], 'TRAINING_IN_PROGRESS'],
    [
      'retrain(input: { hyperParameters: [{ name: "a", value: 1 }, { name: "a", value: 2 }] }) { trainingJob { id }',
      ['input', 'hyperParameters', '1'],
      'BAD_USER_INPUT',
    ],
    [
      'retrain(input: { hyperParameters: [{ name: "a", value: 1 }, { name: "size", value: 0 }] }) { trainingJob { id }',
      ['input', 'hyperParameters', '1'],
      'BAD_USER_INPUT',
    ],
    ['retrain(input: { note: "" }) { trainingJob { id }', ['input', 'note'], 'BAD_USER_INPUT'],
    ['retrain(input: { seed: -1 }) { trainingJob { id }', ['input', 'seed'], 'BAD_USER_INPUT'],
    ['cancelTraining(jobId: "none") { trainingJob { id }', ['jobId'], 'NOT_FOUND'],
    ['activateModel(id: "99") { model { id }', ['id'], 'NOT_FOUND'],
  ])('answer %s with a user error', async (field, path, code) => {
    const data = await fake.admin.data<Record<string, Record<string, unknown>>>(
      `mutation { it: ${field} userErrors { path code } } }`,
    );
    expect(data['it']).toEqual({
      [field.includes('model {') ? 'model' : 'trainingJob']: null,
      userErrors: [{ path, code }],
    });
  });
});
