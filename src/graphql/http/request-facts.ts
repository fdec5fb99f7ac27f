import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../auth.js';

/** What the service knows of one HTTP request beside what the request says. */
export interface RequestFacts {
  /** In the log, in the header `x-request-id` and in errors of ours. */
  readonly requestId: string;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Name of the GraphQL operation, for the log. */
  operation: string | undefined;
  /** Who sends it, once `identifyCaller` has found out. */
  caller: Caller | undefined;
  /** What answers it. */
  readonly response: ServerResponse;
  /** Where it comes from; see address-of.ts. */
  readonly address: string;
  /** Whether it has taken points of its asker's minute. */
  charged: boolean;
  /** Points that it has taken and not used, by a path that has handed it on to another. */
  prepaid: number;
}

const FACTS = Symbol('facts');

type Known = IncomingMessage & { [FACTS]?: RequestFacts };

export function setFacts(request: IncomingMessage, facts: RequestFacts): void {
  (request as Known)[FACTS] = facts;
}

/** Of a request that has passed `identifyRequest`. */
export function factsOf(request: IncomingMessage): RequestFacts {
  return (request as Known)[FACTS]!;
}
