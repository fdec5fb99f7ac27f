import { GraphQLError, type DocumentNode, type ValidationRule } from 'graphql';
import { DomainError } from '../errors.js';
import { measureOperations, type OperationSize } from './operation-size.js';

/** What one request may ask for. All of it is checked before anything is executed. */
export interface Limits {
  /** Bytes of the request body, after decompression. */
  readonly bodyBytes: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Brackets of any kind within one another, in the document and in the JSON around it. */
  readonly nesting: number;
  /** Fields nested in one another. */
  readonly depth: number;
  /** Fields at the top of the operation. */
  readonly rootFields: number;
  /** Fields with an alias. */
  readonly aliases: number;
  /** Directives, wherever they stand. */
  readonly directives: number;
  /** Spreads of fragments, those within fragments too, each counted once. */
  readonly fragments: number;
  /** Fields, every fragment counted wherever it is spread. */
  readonly fields: number;
  /** Cost as complexity.ts counts it. */
  readonly complexity: number;
  /** Operations of one HTTP request. */
  readonly batch: number;
  /** Seconds until an operation is cancelled. */
  readonly seconds: number;
  /** Seconds that a client may take to send a request. */
  readonly uploadSeconds: number;
  /** Open HTTP connections of this process, WebSockets included. */
  readonly httpConnections: number;
  /** Open WebSocket connections of this process. */
  readonly connections: number;
  /** Open WebSocket connections of one address. */
  readonly connectionsPerAddress: number;
  /** Open subscriptions of one connection. */
  readonly subscriptions: number;
  /** Bytes of one WebSocket message. */
  readonly messageBytes: number;
  /** Messages of one WebSocket connection in a minute. */
  readonly messages: number;
}

/** As the environment has them (config/limit-variables.ts); a test compares the two. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  tokens: 5000,
  nesting: 60,
  depth: 12,
  rootFields: 20,
  aliases: 50,
  directives: 50,
  fragments: 100,
  fields: 1000,
  complexity: 20_000,
  batch: 1,
  seconds: 30,
  uploadSeconds: 30,
  httpConnections: 10_000,
  connections: 1000,
  connectionsPerAddress: 100,
  subscriptions: 20,
  messageBytes: 64 * 1024,
  messages: 600,
};

const MEASURED = {
  depth: 'levels of nested fields',
  rootFields: 'fields at the top',
  aliases: 'aliases',
  directives: 'directives',
  fragments: 'spreads of fragments',
  fields: 'fields',
} satisfies Partial<Record<keyof OperationSize & keyof Limits, string>>;

/**
 * Twice what the usual introspection asks for, by introspection-cost.ts. It is not part of the complexity: an ordinary query that
 * costs as much would be refused.
 */
export const MOST_INTROSPECTION = 320_000;

/** A validation rule that reports QUERY_TOO_COMPLEX, once for each limit that an operation exceeds. */
export function limitRule(limits: Limits): ValidationRule {
  return (context) => ({
    Document: {
      enter(document) {
        for (const breach of breachesOf(document, limits))
          context.reportError(new GraphQLError(breach.message, { originalError: breach }));
      },
    },
  });
}

/** Every limit that an operation of a document exceeds. */
export function breachesOf(document: DocumentNode, limits: Limits): DomainError[] {
  const measures = Object.keys(MEASURED) as (keyof typeof MEASURED)[];
  return measureOperations(document).flatMap((size) => [
    ...measures
      .filter((measure) => size[measure] > limits[measure])
      .map((measure) => tooMuch(measure, limits[measure], size[measure], MEASURED[measure])),
    ...(size.introspection > MOST_INTROSPECTION
      ? [tooMuch('introspection', MOST_INTROSPECTION, size.introspection, 'values of introspection')]
      : []),
  ]);
}

/** The refusal of an operation that is larger than a limit lets it be. */
export function tooMuch(limit: string, maximum: number, asked: number, unit: string): DomainError {
  return new DomainError(
    'QUERY_TOO_COMPLEX',
    `The operation has ${asked} ${unit}; at most ${maximum} are allowed. Split it.`,
    { limit, maximum, asked },
  );
}
