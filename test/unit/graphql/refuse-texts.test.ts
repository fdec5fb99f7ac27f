import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refuseTexts } from '../../../src/graphql/refuse-texts.js';
import { startFakeServer, type FakeServer } from '../../support/fake-server.js';

describe('texts that Postgres has none of', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  it.each([
    ['query ($t: ID!) { user(id: $t) { id } }', 'id'],
    ['query ($t: ID!) { recommendations(userId: $t) { id } }', 'userId'],
    ['query ($t: String!) { users(filter: { search: $t }) { totalCount } }', 'filter.search'],
    ['query ($t: ID!) { recommendations(userId: "u1", exclude: ["c1", $t]) { id } }', 'exclude.1'],
  ])('are refused by argument: %s', async (query, argument) => {
    for (const [text, what] of [
      ['a\u0000b', 'the character U+0000'],
      ['a\ud800b', 'half of a surrogate pair'],
    ]) {
      expect(await fake.client.error(query, { t: text })).toMatchObject({
        message: `${argument} must not contain ${what}.`,
        extensions: { code: 'BAD_USER_INPUT', details: { argument } },
      });
    }
    expect((await fake.client.send(query, { t: 'a😀\n' })).errors).toEqual([]);
  });

  it('leave rows to be refused one by one', () => {
    expect(() => refuseTexts({ input: [{ title: 'a\u0000' }], at: new Date(), k: 1, none: null })).not.toThrow();
  });
});
