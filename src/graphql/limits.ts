import { GraphQLError, type ValidationRule } from 'graphql';
import { DomainError } from '../errors.js';
import { measureOperations, type OperationSize } from './operation-size.js';

/** What one request may ask for. All of it is checked before anything is executed. */
export interface Limits {
  /** Bytes of the request body, after decompression. */
  readonly bodyBytes: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Fields nested in one another. */
  readonly depth: number;
  /** Fields at the top of the operation. */
  readonly rootFields: number;
  /** Fields with an alias. */
  readonly aliases: number;
  /** Fields, every fragment counted wherever it is spread. */
  readonly fields: number;
  /** Cost as complexity.ts counts it. */
  readonly complexity: number;
  /** Bytes of one WebSocket message. */
  readonly messageBytes: number;
  /** Open WebSocket connections of this process. */
  readonly connections: number;
  /** Open subscriptions of one connection. */
  readonly subscriptions: number;
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  tokens: 5000,
  depth: 12,
  rootFields: 20,
  aliases: 50,
  fields: 2000,
  complexity: 20_000,
  messageBytes: 64 * 1024,
  connections: 1000,
  subscriptions: 20,
};

const MEASURED = {
  depth: 'levels of nested fields',
  rootFields: 'fields at the top',
  aliases: 'aliases',
  fields: 'fields',
} satisfies Partial<Record<keyof OperationSize & keyof Limits, string>>;

/** A validation rule that reports QUERY_TOO_COMPLEX, once for each limit that an operation exceeds. */
export function limitRule(limits: Limits): ValidationRule {
  return (context) => ({
    Document: {
      enter(document) {
        for (const size of measureOperations(document)) {
          for (const breach of breachesOf(size, limits)) {
            context.reportError(new GraphQLError(breach.message, { originalError: breach }));
          }
        }
      },
    },
  });
}

function breachesOf(size: OperationSize, limits: Limits): DomainError[] {
  const measures = Object.keys(MEASURED) as (keyof typeof MEASURED)[];
  return measures
    .filter((measure) => size[measure] > limits[measure])
    .map((measure) => tooComplex(measure, limits[measure], size[measure], MEASURED[measure]));
}

function tooComplex(limit: keyof Limits, maximum: number, asked: number, unit: string): DomainError {
  return new DomainError(
    'QUERY_TOO_COMPLEX',
    `The operation has ${asked} ${unit}; at most ${maximum} are allowed. Split it.`,
    { limit, maximum, asked },
  );
}
