import { randomUUID } from 'node:crypto';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { DomainError } from '../../errors.js';
import type { Services } from '../../services/services.js';
import type { Asker, RateGate } from '../access/rate-gate.js';
import { admit } from '../admission.js';
import { checkComplexity } from '../complexity.js';
import { createContext } from '../context.js';
import type { DocumentGate } from '../documents/document-gate.js';
import { documentOf, type DocumentSources } from '../documents/document-of.js';
import { limitRule, type Limits } from '../limits.js';

export interface SubscriptionPreparation {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly learnerRecords: boolean;
  readonly limits: Limits;
  readonly rates: RateGate;
  readonly gate: DocumentGate;
  /** Whether errors may suggest names of the schema. */
  readonly suggestions: boolean;
  readonly documents: DocumentSources;
}

/**
 * Checks what a client wants to follow as an operation over HTTP is checked.
 * @param asker with a caller
 * @param open subscriptions of the connection, this one included
 * @throws GraphQLError, DomainError where it is refused
 */
export async function prepareSubscription(
  preparation: SubscriptionPreparation,
  asker: Asker,
  open: number,
  payload: SubscribePayload,
): Promise<ExecutionArgs> {
  const { schema, services, learnerRecords, limits, rates, gate, suggestions, documents } = preparation;
  const refused = rates.refusalOf(asker);
  if (refused) throw refused;
  if (open > limits.subscriptions)
    throw new DomainError(
      'QUERY_TOO_COMPLEX',
      `The connection has ${open} subscriptions; at most ${limits.subscriptions} are allowed. Complete some, or open another connection.`,
      { limit: 'subscriptions', maximum: limits.subscriptions, asked: open },
    );
  const caller = asker.caller!;
  const text = documentOf(payload, documents) ?? '';
  const [refusal] = gate.refusalsOf(text, caller);
  if (refusal) throw refusal;
  const document = parsed(text, limits.tokens);
  const [invalid] = validate(schema, document, [...specifiedRules, limitRule(limits)], {
    hideSuggestions: !suggestions,
  });
  if (invalid) throw withCode(invalid, 'GRAPHQL_VALIDATION_FAILED');
  const operation = getOperationAST(document, payload.operationName);
  if (!operation) throw new DomainError('BAD_USER_INPUT', 'operationName must name one of the operations.');
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
    throw new DomainError(
      'BAD_USER_INPUT',
      'Only subscriptions go over WebSocket: send queries and mutations by POST.',
    );
  const variables = payload.variables ?? {};
  const cost = checkComplexity(schema, limits.complexity, { document, operation, variables });
  const contextValue = createContext(services, {
    caller,
    requestId: randomUUID(),
    learnerRecords,
    charge: (points) => rates.charge(asker, points),
  });
  await admit(contextValue, cost);
  return { schema, document, variableValues: variables, operationName: payload.operationName, contextValue };
}

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

/** As Apollo marks errors of the request over HTTP. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions: { code } });
}
