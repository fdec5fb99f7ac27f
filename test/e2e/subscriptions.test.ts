import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { createSubscriptionClient, type SubscriptionClient } from '../support/subscription-client.js';
import { startTraining } from '../support/training.js';
import { waitFor } from '../support/wait-for.js';

describe('subscriptions', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  let live: SubscriptionClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
    live = createSubscriptionClient(service.url);
  });
  afterAll(async () => {
    await live?.close();
    await service?.close();
  });
  const open = () => service.services.subscriptions.open();

  it('follows a training to its end, and says at once how one stands that has ended', async () => {
    const id = await startTraining(admin, '{ algorithm: IALS, note: "followed" }');
    const query =
      'subscription ($id: ID!) { trainingProgress(jobId: $id) { id status progress model { note isActive } } }';
    const followed = live.subscribe<{ trainingProgress: { status: string; progress: number; model: unknown } }>(query, {
      id,
    });
    await waitFor(() => followed.completed);
    expect(followed.errors).toEqual([]);
    const states = followed.values.map(({ trainingProgress }) => trainingProgress);
    expect(states.at(-1)).toEqual({
      id,
      status: 'SUCCEEDED',
      progress: 1,
      model: { note: 'followed', isActive: true },
    });
    const progress = states.map((state) => state.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    const late = live.subscribe(query, { id });
    await waitFor(() => late.completed);
    expect(late.values).toEqual([{ trainingProgress: states.at(-1) }]);
    expect(open()).toBe(0);
  });

  it('tells of each model that comes into service', async () => {
    const heard = live.subscribe<{ modelActivated: { id: string } }>('subscription { modelActivated { id isActive } }');
    await waitFor(() => open() === 1);
    const before = (await service.services.models.active())!.id;
    const { id } = await service.container.train({ algorithm: 'POPULARITY' });
    await waitFor(() => heard.values.length === 1);
    await admin.data('mutation ($id: ID!) { activateModel(id: $id) { userErrors { code } } }', { id: before });
    await waitFor(() => heard.values.length === 2);
    expect(heard.values).toEqual([id, before].map((model) => ({ modelActivated: { id: model, isActive: true } })));
    heard.stop();
    await waitFor(() => open() === 0);
  });

  it("sends a learner's new list when it has changed, by whatever, and not when others' have", async () => {
    interface List {
      readonly recommendationsChanged: { items: { content: { id: string; title: string } }[] };
    }
    const heard = live.subscribe<List>(
      'subscription { recommendationsChanged(userId: "u1", k: 4) { items { content { id title } } } }',
    );
    await waitFor(() => open() === 1);
    const record = (userId: string, contentId: string) =>
      client.data(
        'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded userErrors { message } } }',
        { input: [{ userId, contentId, engagementType: 'COMPLETED', durationSeconds: 900 }] },
      );
    const now = async () =>
      (
        await client.data<{ recommendations: List['recommendationsChanged'] }>(
          '{ recommendations(userId: "u1", k: 4) { items { content { id title } } } }',
        )
      ).recommendations;

    await record('u2', 'c5');
    const [first] = (await now()).items;
    await record('u1', first.content.id);
    await waitFor(() => heard.values.length === 1);
    expect(heard.values[0]!.recommendationsChanged).toEqual(await now());
    expect(heard.values[0]!.recommendationsChanged.items.map(({ content }) => content.id)).not.toContain(
      first.content.id,
    );

    const retired = (await now()).items[0].content;
    await service.services.contents.upsert([{ id: retired.id, retiredAt: new Date('2025-06-01T00:00:00Z') }]);
    await waitFor(() => heard.values.length === 2);
    expect(heard.values[1]!.recommendationsChanged).toEqual(await now());
    heard.stop();
    await waitFor(() => open() === 0);
  });

  it('sends the list of a learner whose profile was edited, where the list rests on it', async () => {
    const heard = live.subscribe<{ recommendationsChanged: { items: { content: { domain: string } }[] } }>(
      'subscription { recommendationsChanged(userId: "u39", k: 3) { items { content { domain } } } }',
    );
    await waitFor(() => open() === 1);
    const edit = (userId: string, department: string) =>
      client.data('mutation ($input: [UserInput!]!) { upsertUsers(input: $input) { userErrors { message } } }', {
        input: [{ id: userId, department, title: `${department} Specialist` }],
      });
    await edit('u40', 'Sales');
    await edit('u39', 'Sales');
    await waitFor(() => heard.values.length === 1);
    // Learners of Sales take Leadership; see fillTestData.
    expect(heard.values[0]!.recommendationsChanged.items[0]!.content.domain).toBe('Leadership');
    await edit('u39', 'Engineering');
    await waitFor(() => heard.values.length === 2);
    expect(heard.values[1]!.recommendationsChanged.items[0]!.content.domain).toBe('Cloud');
    heard.stop();
    await waitFor(() => open() === 0);
  });
});
