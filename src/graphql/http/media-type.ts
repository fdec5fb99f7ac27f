import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';
/** What a GraphQL answer can be sent as; the first where the client does not mind. */
const OFFERED = [JSON_TYPE, RESPONSE_TYPE];

/** How an answer is sent to a client. */
export interface Accepted {
  readonly contentType: string;
  /**
   * Whether the client asked for `application/json` by name: then a request that is refused for its document or variables has
   * the status 200, as the GraphQL over HTTP specification says for clients of before its own media type. A client that
   * names nothing (curl, a script) is told by the status.
   */
  readonly legacy: boolean;
}

/** Clients send the same few headers over and over. */
const known = new LRUCache<string, { readonly accepted: Accepted | null }>({ max: 100 });

/** @returns null where the client accepts neither type */
export function acceptedBy(accept: string | undefined): Accepted | null {
  if (accept === undefined) return { contentType: JSON_TYPE, legacy: false };
  const before = known.get(accept);
  if (before) return before.accepted;
  const chosen = new Negotiator({ headers: { accept } }).mediaType(OFFERED);
  const accepted =
    chosen === undefined
      ? null
      : { contentType: chosen, legacy: chosen === JSON_TYPE && /application\/json/i.test(accept) };
  if (accept.length < 500) known.set(accept, { accepted });
  return accepted;
}
