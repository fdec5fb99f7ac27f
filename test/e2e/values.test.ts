import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

describe('what filters can choose from', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ model: false });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('names the values of content and of learners, most frequent first', async () => {
    const query = `{
      domains: contentValues(field: DOMAIN) { value count }
      advanced: contentValues(field: DIFFICULTY_LEVEL, search: "adv") { value count }
      first: contentValues(field: SUBTOPIC, k: 1) { value count }
      departments: userValues(field: DEPARTMENT) { value count }
    }`;
    // Ten items of each topic, five of them advanced; of u1..u40 each third: 13 times 3k, 14 times 3k+1, 13 times 3k+2.
    expect(await client.data(query)).toEqual({
      domains: ['Cloud', 'Data Science', 'Leadership'].map((value) => ({ value, count: 10 })),
      advanced: [{ value: 'ADVANCED', count: 15 }],
      first: [{ value: 'Kubernetes', count: 10 }],
      departments: [
        { value: 'Engineering', count: 14 },
        { value: 'Data', count: 13 },
        { value: 'Sales', count: 13 },
      ],
    });
  });

  it('draws learners of a segment, each once before any comes again', async () => {
    const draw = async (args: string): Promise<string[]> =>
      (await client.data<{ randomUsers: { id: string }[] }>(`{ randomUsers(${args}) { id } }`)).randomUsers.map(
        ({ id }) => id,
      );
    const drawn = [...(await draw('segment: COLD')), ...(await draw('segment: COLD, k: 2'))];
    expect(drawn.sort()).toEqual(['u38', 'u39', 'u40']);
    expect(await draw('segment: COLD, k: 100')).toHaveLength(3);
    // Everybody else has engaged with nine pieces of content.
    expect(await draw('segment: REGULAR, k: 100')).toHaveLength(37);
    expect(await draw('segment: POWER')).toEqual([]);
  });

  it('refuses lists that are too long', async () => {
    const error = await client.error('{ contentValues(field: TAG, k: 1001) { value } }');
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });
});
