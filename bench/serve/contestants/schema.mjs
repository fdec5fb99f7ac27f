import { ALL_ROLES } from '../../../dist/src/graphql/auth.js';
import { createContext } from '../../../dist/src/graphql/context.js';
import { buildSchema } from '../../../dist/src/graphql/schema.js';

export const schemaOf = buildSchema;

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
  return createContext(services, { caller: CALLER, requestId: 'bench', learnerRecords: false });
}
