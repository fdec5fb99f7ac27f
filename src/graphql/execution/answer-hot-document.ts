import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../errors.js';
import { refuseRate } from '../access/limit-rate.js';
import { admit, costExtension } from '../admission.js';
import type { GraphQLContext } from '../context.js';
import { documentOf, persistedHashOf, type DocumentSources } from '../documents/document-of.js';
import type { HttpStep } from '../http/front.js';
import { acceptedBy } from '../http/media-type.js';
import { bodyOf } from '../http/read-json-body.js';
import { factsOf } from '../http/request-facts.js';
import { sendCompressed } from '../http/send-compressed.js';
import type { HotDocument, HotDocuments } from './hot-documents.js';

export interface HotPath {
  readonly hot: HotDocuments;
  readonly documents: DocumentSources;
  /** Highest cost of an operation. */
  readonly complexity: number;
  readonly contextOf: (request: IncomingMessage) => GraphQLContext;
  readonly formatError: (error: GraphQLError, requestId: string) => GraphQLFormattedError;
  readonly countOperation: (outcome: 'ok' | 'error') => void;
}

type Executed = ExecutionResult | Promise<ExecutionResult>;

interface Parameters {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/**
 * Answers an operation whose document is compiled, without a framework in between. Whatever is not quite ordinary about the
 * request, and whatever is to be refused, goes on to the interpreter, which has executed the same document before and says what
 * is wrong: so there is one place for every refusal, and nothing has been executed by then.
 */
export function answerHotDocument(path: HotPath): HttpStep {
  return (request, response, next) => {
    const body = bodyOf(request) as Parameters | undefined;
    if (body === undefined || Array.isArray(body)) return next();
    const accepted = acceptedBy(request.headers.accept);
    const hot = accepted && hotDocumentOf(body, path);
    if (!hot) return next();
    const { operationName, variables, extensions } = body;
    if (operationName != null && operationName !== hot.operation.name?.value) return next();
    if (!isRecordOrNone(variables) || !isRecordOrNone(extensions)) return next();
    const given = (variables ?? {}) as Record<string, unknown>;
    const cost = costWithin(path.complexity, hot, given);
    if (cost === null) return next();
    const context = path.contextOf(request);
    const finish = (result: ExecutionResult): void => {
      if (result.data === undefined) {
        // The variables do not fit their types, and the interpreter says so in its own words; it does not charge again.
        factsOf(request).prepaid = cost;
        return next();
      }
      send(request, response, result, context, accepted.contentType, path);
    };
    const execute = (): void => {
      const executed: Executed = hot.execute(undefined, context, given);
      if (executed instanceof Promise) executed.then(finish).catch(next);
      else finish(executed);
    };
    const admitted = admit(context, cost);
    if (admitted === undefined) return execute();
    admitted.then(execute, (error: unknown) =>
      error instanceof DomainError ? refuseRate(response, error) : next(error),
    );
  };
}

/** Null for what the interpreter is to refuse. */
function costWithin(maximum: number, hot: HotDocument, variables: Record<string, unknown>): number | null {
  try {
    const cost = hot.cost(variables);
    return cost > maximum ? null : cost;
  } catch {
    return null;
  }
}

function isRecordOrNone(value: unknown): boolean {
  return value == null || (typeof value === 'object' && !Array.isArray(value));
}

function hotDocumentOf(body: Parameters, { hot, documents }: HotPath) {
  // A hash beside the text is there to be remembered, which the interpreter does.
  if (body.query !== undefined && persistedHashOf(body) !== undefined) return undefined;
  try {
    const text = documentOf(body, documents);
    return text === undefined ? undefined : hot.get(text);
  } catch {
    return undefined;
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { data, errors, extensions }: ExecutionResult,
  context: GraphQLContext,
  contentType: string,
  { complexity, formatError, countOperation }: HotPath,
): void {
  countOperation(errors ? 'error' : 'ok');
  const text = JSON.stringify({
    ...(errors && { errors: errors.map((error) => formatError(error, context.requestId)) }),
    data,
    extensions: { ...extensions, cost: costExtension(context, complexity) },
  });
  sendCompressed(request, response, contentType, text);
}
