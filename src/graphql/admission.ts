import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { DomainError } from '../errors.js';
import { checkComplexity } from './complexity.js';
import type { GraphQLContext } from './context.js';
import { toGraphQLError } from './format-error.js';

/** What every answer says of the operation's cost, as `extensions.cost`. */
export interface CostExtension {
  readonly requested: number;
  readonly maximum: number;
}

/**
 * Lets an operation in whose cost is known and within the limit: its asker's minute is charged, and the context keeps the cost for the
 * answer. Whatever executes operations calls this before.
 * @returns a promise only where there is something to wait for
 * @throws DomainError RATE_LIMITED
 */
export function admit(context: GraphQLContext, cost: number): Promise<void> | undefined {
  context.cost = cost;
  return context.charge(cost);
}

/** Undefined where the operation was refused before its cost was known. */
export function costExtension({ cost }: GraphQLContext, maximum: number): CostExtension | undefined {
  return cost === undefined ? undefined : { requested: cost, maximum };
}

function needsWebSocket(): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    'Subscriptions go over a WebSocket to this address, by the protocol graphql-transport-ws (package graphql-ws).',
  );
}

/** Finds the cost of the operations that Apollo executes, refuses those that cost too much, and lets the others in. */
export function admissionPlugin(schema: GraphQLSchema, maximum: number): ApolloServerPlugin<GraphQLContext> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async didResolveOperation({ document, operation, request }) {
          // Without an operation the execution says so better.
          if (!operation) return;
          if (operation.operation === 'subscription') throw toGraphQLError(needsWebSocket(), 400);
          const cost = checkComplexity(schema, maximum, { document, operation, variables: request.variables ?? {} });
          try {
            await admit(contextValue, cost);
          } catch (error) {
            throw error instanceof DomainError ? toGraphQLError(error, 429) : error;
          }
        },
        async willSendResponse({ response: { body } }) {
          const cost = costExtension(contextValue, maximum);
          if (cost && body.kind === 'single') body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
}
