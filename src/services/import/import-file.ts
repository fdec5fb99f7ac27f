import { validateContent, validateEngagement, validateUser } from '../validate.js';
import type { ImportKind } from './fields.js';
import { readContent, readEngagement, readUser } from './read-input.js';
import { openRows, type ReadOptions, type Row } from './read-rows.js';
import { createRefusals, type ImportError } from './refusals.js';
import type { ImportStores } from './stores.js';
import { createContentWriter, createEngagementWriter, createUserWriter, type WriteRows } from './write-rows.js';

export interface ImportProgress {
  /** Of the file on disk, packed or not. */
  readonly bytesRead: number;
  readonly bytes: number;
  readonly records: number;
}

export interface ImportOptions {
  readonly kind: ImportKind;
  /** A CSV or TSV file, gzip or not, with a header line. */
  readonly path: string;
  /** Their column name to our field name; what is left out is found by name. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** For engagements without a timestamp; default 1970-01-01T00:00:00Z, which sorts before everything real. */
  readonly defaultTimestamp?: Date | undefined;
  /** Errors to keep in the report; default 100. All are counted. */
  readonly maxErrors?: number | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops between two batches; what was stored stays, and importing the file again completes it. */
  readonly signal?: AbortSignal | undefined;
}

/** What an import did. `records = stored + duplicates + refused`. */
export interface ImportReport {
  readonly kind: ImportKind;
  /** Records of the file, without the header and blank lines. */
  readonly records: number;
  /** Records that are in the database now. Where an id comes several times in a file, the last one counts. */
  readonly stored: number;
  /** Engagements that were there already, or came earlier in the file. */
  readonly duplicates: number;
  readonly refused: number;
  /** At most `maxErrors` reasons, by line. */
  readonly errors: readonly ImportError[];
  /** All reasons, kept or not. */
  readonly errorCount: number;
  /** Our field by their column. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that nothing was taken from. */
  readonly ignoredColumns: readonly string[];
  /** Learners created because engagements name them. */
  readonly createdUsers: number;
}

const BATCH = 5000;
export const DEFAULT_MAX_ERRORS = 100;
const EPOCH = new Date(0);

/**
 * Reads a file of learners, content or engagements into the database. Good rows are stored, whatever the others are; memory
 * does not follow the size of the file; importing the same file again changes nothing.
 * @throws DomainError BAD_USER_INPUT for a file that cannot be read or whose columns are not understood
 */
export async function importFile(stores: ImportStores, options: ImportOptions): Promise<ImportReport> {
  switch (options.kind) {
    case 'users':
      return run(options, { read: readUser, validate: validateUser }, createUserWriter(stores));
    case 'content':
      return run(options, { read: readContent, validate: validateContent }, createContentWriter(stores));
    case 'engagements': {
      const defaultTimestamp = options.defaultTimestamp ?? EPOCH;
      return run(
        options,
        { read: (cells) => readEngagement(cells, defaultTimestamp), validate: validateEngagement },
        createEngagementWriter(stores),
      );
    }
  }
}

async function run<T>(
  options: ImportOptions,
  reading: Pick<ReadOptions<T>, 'read' | 'validate'>,
  write: WriteRows<T>,
): Promise<ImportReport> {
  const { kind, path, map, signal } = options;
  const refusals = createRefusals(options.maxErrors ?? DEFAULT_MAX_ERRORS);
  const file = await openRows({ kind, path, map, refusals, ...reading });
  const totals = { stored: 0, duplicates: 0, createdUsers: 0 };
  const flush = async (batch: readonly Row<T>[]): Promise<void> => {
    signal?.throwIfAborted();
    if (batch.length > 0) {
      const written = await write(batch, file.refuse);
      totals.stored += written.stored;
      totals.duplicates += written.duplicates;
      totals.createdUsers += written.createdUsers;
    }
    options.onProgress?.({ bytesRead: file.bytesRead(), bytes: file.bytes, records: file.records() });
  };
  // One batch is written while the next one is read, so that this process and Postgres work at the same time.
  let writing = Promise.resolve();
  const hand = async (batch: readonly Row<T>[]): Promise<void> => {
    await writing;
    writing = flush(batch);
    // Its failure is met at the next await; until then it is nobody's unhandled rejection.
    writing.catch(() => undefined);
  };
  let batch: Row<T>[] = [];
  try {
    for await (const rows of file.rows) {
      signal?.throwIfAborted();
      for (const row of rows) {
        batch.push(row);
        if (batch.length < BATCH) continue;
        await hand(batch);
        batch = [];
      }
    }
    await hand(batch);
    await writing;
  } finally {
    await writing.catch(() => undefined);
  }
  return {
    kind,
    records: file.records(),
    ...totals,
    refused: refusals.count(),
    errors: refusals.kept.toSorted((a, b) => a.line - b.line),
    errorCount: refusals.reasons(),
    columns: Object.fromEntries([...file.plan.placeOf].map(([field, place]) => [file.plan.header[place], field])),
    ignoredColumns: file.plan.ignored,
  };
}
