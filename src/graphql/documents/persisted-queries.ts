import { LRUCache } from 'lru-cache';

/** Documents that clients have named by their SHA-256, of the protocol of automatic persisted queries. */
export interface PersistedQueries {
  /** The document of a hash in hexadecimal; undefined where it is not known, or no longer. */
  get(sha256: string): string | undefined;
  /** Only for documents that were found valid, so that nobody fills the cache with what can never run. */
  set(sha256: string, document: string): void;
}

/** Documents remembered at most; those not used for longest are forgotten first. */
const DOCUMENTS = 2_000;
/** Characters of all of them. */
const CHARACTERS = 8_000_000;

export function createPersistedQueries(): PersistedQueries {
  const documents = new LRUCache<string, string>({
    max: DOCUMENTS,
    maxSize: CHARACTERS,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });
  return {
    get: (sha256) => documents.get(sha256),
    set: (sha256, document) => void documents.set(sha256, document),
  };
}
