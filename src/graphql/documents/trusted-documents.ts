import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { type GraphQLSchema, parse, validate, type ValidationRule } from 'graphql';
import { DomainError } from '../../errors.js';

/** The documents that clients were built with. */
export interface TrustedDocuments {
  readonly size: number;
  /** The text of a document by its id in the manifest, or by the SHA-256 of its text in hexadecimal, with or without `sha256:`. */
  byId(id: string): string | undefined;
  /** Whether it is one of them, to the letter. */
  has(document: string): boolean;
  texts(): Iterable<string>;
}

interface DocumentRules {
  readonly all: readonly ValidationRule[];
  readonly maxTokens: number;
}

/**
 * Reads a manifest of documents: an object of ids and texts, as graphql-codegen and Relay write it, or Apollo's
 * `apollo-persisted-query-manifest`.
 * @param rules what is checked beside the rules of GraphQL
 * @param own manifest of the documents of the service's own page; those that the limits refuse are left out, as they would be
 * refused without a manifest. Undefined: there is none
 * @throws DomainError CONFIGURATION that lists every document of `file` which the schema or the limits refuse
 */
export async function readTrustedDocuments(
  file: string,
  schema: GraphQLSchema,
  rules: DocumentRules,
  own?: string,
): Promise<TrustedDocuments> {
  const entries = entriesOf(await readJson(file), file);
  const faults = entries.flatMap(([id, text]) => faultsOf(text, schema, rules).map((fault) => `${id}: ${fault}`));
  if (faults.length > 0)
    throw new DomainError(
      'CONFIGURATION',
      `The trusted documents of ${file} are not accepted:\n  ${faults.join('\n  ')}`,
      { faults },
    );
  const ownEntries = own === undefined ? [] : entriesOf(await readJson(own), own);
  const byId = new Map<string, string>();
  for (const [id, text] of [
    ...ownEntries.filter(([, text]) => faultsOf(text, schema, rules).length === 0),
    ...entries,
  ]) {
    const hash = createHash('sha256').update(text).digest('hex');
    for (const name of [id, hash, `sha256:${hash}`]) byId.set(name, text);
  }
  const texts = new Set(byId.values());
  return {
    size: texts.size,
    byId: (id) => byId.get(id),
    has: (document) => texts.has(document),
    texts: () => texts,
  };
}

function faultsOf(text: string, schema: GraphQLSchema, { all, maxTokens }: DocumentRules): string[] {
  try {
    return validate(schema, parse(text, { maxTokens }), all).map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const message = `The trusted documents cannot be read from ${file}: ${(cause as Error).message}`;
    throw new DomainError('CONFIGURATION', message, {}, { cause });
  }
}

function entriesOf(manifest: unknown, file: string): [id: string, text: string][] {
  const { operations } = (manifest ?? {}) as { operations?: unknown };
  const entries: [unknown, unknown][] = Array.isArray(operations)
    ? operations.map((operation: { id?: unknown; body?: unknown } | null) => [operation?.id, operation?.body])
    : typeof manifest === 'object' && manifest !== null
      ? Object.entries(manifest)
      : [];
  if (entries.length === 0 || !entries.every((entry) => entry.every((part) => typeof part === 'string' && part !== '')))
    throw new DomainError(
      'CONFIGURATION',
      `The trusted documents of ${file} must be an object of ids and documents, or an Apollo manifest with \`operations\` of \`id\` and \`body\`.`,
    );
  return entries as [string, string][];
}
