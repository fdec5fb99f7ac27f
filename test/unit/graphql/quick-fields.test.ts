import { describe, expect, it } from '@jest/globals';
import { graphql, type GraphQLSchema } from 'graphql';
import { ALL_ROLES } from '../../../src/graphql/auth.js';
import { createContext } from '../../../src/graphql/context.js';
import { quickenFields } from '../../../src/graphql/quick-fields.js';
import { buildSchema } from '../../../src/graphql/schema.js';
import { createFakeServices } from '../../support/fake-services.js';

const CALLER = {
  roles: ALL_ROLES,
  authenticated: true,
  name: 'test',
  identity: 'test',
  learnerId: null,
  expiresAt: null,
};

describe('quick fields', () => {
  const ask = async (schema: GraphQLSchema, source: string): Promise<unknown> => {
    const { services } = createFakeServices({ model: true });
    const request = { caller: CALLER, requestId: 'r', learnerRecords: false, charge: () => undefined };
    const { data, errors } = await graphql({ schema, source, contextValue: createContext(services, request) });
    return { data, errors: errors?.map(({ message, path, originalError }) => ({ message, path, originalError })) };
  };

  it.each(['', '(max: 1)', '(max: 2)', '(max: 100)', '(max: 0)', '(max: -1)', '(max: 101)'])(
    'answer reasons%s as type-graphql does',
    async (args) => {
      const [stock, quick] = [await buildSchema(), await buildSchema()];
      quickenFields(quick);
      const query = `{ recommendations(userId: "u1", k: 2) { items { reasons${args} { kind share text } } } }`;
      const expected = await ask(stock, query);
      expect(await ask(quick, query)).toEqual(expected);
    },
  );
});
