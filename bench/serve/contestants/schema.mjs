import { ALL_ROLES } from '../../../dist/src/graphql/auth.js';
import { createContext } from '../../../dist/src/graphql/context.js';
import { quickenFields } from '../../../dist/src/graphql/quick-fields.js';
import { buildSchema } from '../../../dist/src/graphql/schema.js';

/** As type-graphql makes it. */
export const stockSchema = buildSchema;

/** With the resolvers that the service puts in the place of type-graphql's where those are slow. */
export async function quickSchema() {
  const schema = await buildSchema();
  quickenFields(schema);
  return schema;
}

const CALLER = {
  roles: ALL_ROLES,
  authenticated: true,
  name: 'bench',
  identity: 'bench',
  learnerId: null,
  expiresAt: null,
};

/** A request of somebody who may do everything. */
export function contextFor(services) {
  return createContext(services, {
    caller: CALLER,
    requestId: 'bench',
    learnerRecords: false,
    charge: () => undefined,
  });
}
