import { DomainError } from '../../errors.js';
import type { PersistedQueries } from './persisted-queries.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** Where documents come from that a request only names. */
export interface DocumentSources {
  readonly persisted: PersistedQueries;
  /** Null: every document may run. */
  readonly trusted: TrustedDocuments | null;
}

/** The parts of a request that say which document is to run. */
export interface DocumentReference {
  readonly query?: unknown;
  /** The id of a document, of the appendix on persisted documents of the GraphQL over HTTP specification. */
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The SHA-256 that a request names by the protocol of automatic persisted queries; undefined for none. */
export function persistedHashOf({ extensions }: DocumentReference): string | undefined {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { version?: unknown; sha256Hash?: unknown } };
  return persistedQuery?.version === 1 && typeof persistedQuery.sha256Hash === 'string'
    ? persistedQuery.sha256Hash
    : undefined;
}

/**
 * The text of the document that a request wants to run; undefined where it names none that is known, which the executor
 * then says.
 * @throws DomainError NOT_FOUND for an unknown `documentId`, DOCUMENT_NOT_TRUSTED where only those of the manifest may run
 */
export function documentOf(reference: DocumentReference, { persisted, trusted }: DocumentSources): string | undefined {
  const { query, documentId } = reference;
  const hash = persistedHashOf(reference);
  let text = typeof query === 'string' ? query : undefined;
  if (text === undefined && typeof documentId === 'string') {
    text = trusted ? trusted.byId(documentId) : persisted.get(documentId.replace(/^sha256:/, ''));
    if (text === undefined && !trusted)
      throw new DomainError('NOT_FOUND', 'No document is known by this documentId: send its text once as `query`.');
  } else if (text === undefined && hash !== undefined) {
    text = trusted ? trusted.byId(hash) : persisted.get(hash);
  }
  if (trusted && (text === undefined || !trusted.has(text)))
    throw new DomainError(
      'DOCUMENT_NOT_TRUSTED',
      'This service runs the documents of its manifest only, and this is not one of them.',
    );
  return text;
}
