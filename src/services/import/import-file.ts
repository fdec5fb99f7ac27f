import { validateContent, validateEngagement, validateFeedback, validateUser } from '../validate.js';
import type { ImportKind } from './fields.js';
import { readContent, readEngagement, readFeedback, readUser } from './read-input.js';
import { openRows, type OpenRows, type Reading, type ReadOptions, type Row } from './read-rows.js';
import { createRefusals, type ImportError } from './refusals.js';
import { openRehearsal, type WriterStores } from './rehearsal.js';
import type { RejectsFile } from './rejects-file.js';
import type { Format } from './source.js';
import type { ImportStores } from './stores.js';
import { createContentWriter, createUserWriter } from './write-catalogue-rows.js';
import { createFeedbackWriter } from './write-feedback.js';
import { createEngagementWriter, type RowWriter, type Written } from './write-rows.js';

export interface ImportProgress {
  /** Of the file on disk, packed or not. */
  readonly bytesRead: number;
  readonly bytes: number;
  readonly records: number;
  /** Everything is read; what is left is storing it. */
  readonly finishing: boolean;
}

export interface ImportOptions extends Reading {
  readonly kind: ImportKind;
  /** A file of delimited text with a header line, of JSON objects or of xAPI statements, gzip or not. */
  readonly path: string;
  /** For engagements and feedback without a time; default 1970-01-01T00:00:00Z, which sorts before everything real. */
  readonly defaultTimestamp?: Date | undefined;
  /** Tells what would be done and writes nothing; default false. */
  readonly dryRun?: boolean | undefined;
  /** Where every reason for a refusal goes, kept in the report or not. */
  readonly rejects?: RejectsFile | undefined;
  /** Errors to keep in the report; default 100. All are counted. */
  readonly maxErrors?: number | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops between two batches; what was stored stays, and importing the file again completes it. A large first file is stored at its end. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What an import did, or with `dryRun` would do. `records = inserted + updated + unchanged + duplicates + voided + refused`.
 */
export interface ImportReport extends Readonly<Written> {
  readonly kind: ImportKind;
  readonly format: Format;
  readonly dryRun: boolean;
  /** Records of the file, without the header and blank lines. */
  readonly records: number;
  /** `inserted + updated + unchanged`. Where an id comes several times in a file, the last one counts. */
  readonly stored: number;
  readonly refused: number;
  /** At most `maxErrors` reasons, by line. */
  readonly errors: readonly ImportError[];
  /** All reasons, kept or not. */
  readonly errorCount: number;
  /** Our field by their column. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that nothing was taken from. */
  readonly ignoredColumns: readonly string[];
}

const BATCH = 5000;
export const DEFAULT_MAX_ERRORS = 100;
const EPOCH = new Date(0);

/**
 * Reads a file of learners, content, engagements or feedback into the database. Good rows are stored, whatever the others are;
 * memory does not follow the size of the file (content with prerequisites waits in memory for its end); importing the same
 * file again changes nothing. A dry run remembers the learners and
 * the content that it would write.
 * @throws DomainError BAD_USER_INPUT for a file that cannot be read or whose columns are not understood
 */
export async function importFile(stores: ImportStores, options: ImportOptions): Promise<ImportReport> {
  if (options.dryRun !== true) return importInto(stores, options);
  const rehearsal = await openRehearsal(stores);
  try {
    return await importInto(rehearsal.stores, options);
  } finally {
    await rehearsal.close();
  }
}

async function importInto(stores: WriterStores, options: ImportOptions): Promise<ImportReport> {
  switch (options.kind) {
    case 'users':
      return run(options, { read: readUser, validate: validateUser }, () => createUserWriter(stores));
    case 'content':
      return run(options, { read: readContent, validate: validateContent }, () => createContentWriter(stores));
    case 'engagements': {
      const defaultTimestamp = options.defaultTimestamp ?? EPOCH;
      return run(
        options,
        { read: (cells) => readEngagement(cells, defaultTimestamp), validate: validateEngagement },
        (file) => createEngagementWriter(stores, file),
      );
    }
    case 'feedback': {
      const defaultTimestamp = options.defaultTimestamp ?? EPOCH;
      return run(options, { read: (cells) => readFeedback(cells, defaultTimestamp), validate: validateFeedback }, () =>
        createFeedbackWriter(stores),
      );
    }
  }
}

async function run<T>(
  options: ImportOptions,
  reading: Pick<ReadOptions<T>, 'read' | 'validate'>,
  createWriter: (file: OpenRows<T>) => RowWriter<T>,
): Promise<ImportReport> {
  const { kind, path, signal, rejects } = options;
  const refusals = createRefusals(
    options.maxErrors ?? DEFAULT_MAX_ERRORS,
    rejects && ((error) => rejects.add(path, error)),
  );
  const { format, map, ignore, values, timeZone, accounts } = options;
  const file = await openRows({ kind, path, format, map, ignore, values, timeZone, accounts, refusals, ...reading });
  const writer = createWriter(file);
  const progress = (): ImportProgress => ({
    bytesRead: file.bytesRead(),
    bytes: file.bytes,
    records: file.records(),
    finishing: false,
  });
  const flush = async (batch: readonly Row<T>[]): Promise<void> => {
    signal?.throwIfAborted();
    await writer.write(batch, file.refuse);
    await rejects?.flush();
    options.onProgress?.(progress());
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
    signal?.throwIfAborted();
    options.onProgress?.({ ...progress(), finishing: true });
    await writer.finish();
  } catch (error) {
    await writing.catch(() => undefined);
    await writer.abandon();
    throw error;
  }
  const { written } = writer;
  const plan = file.plan();
  return {
    kind,
    format: file.format,
    dryRun: options.dryRun ?? false,
    records: file.records(),
    ...written,
    voided: written.voided + file.voids(),
    stored: written.inserted + written.updated + written.unchanged,
    refused: refusals.count(),
    errors: refusals.kept.toSorted((a, b) => a.line - b.line),
    errorCount: refusals.reasons(),
    columns: Object.fromEntries([...plan.placeOf].map(([field, place]) => [plan.header[place], field])),
    ignoredColumns: plan.ignored,
  };
}
