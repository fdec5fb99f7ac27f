import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DomainError } from '../../errors.js';
import type { ContentStore } from '../../store/content.store.js';
import type { EngagementStore } from '../../store/engagement.store.js';
import type { FeedbackStore } from '../../store/feedback.store.js';
import type { UserStore } from '../../store/user.store.js';
import { EXPORT_HEADERS, type ImportKind } from '../import/fields.js';
import { csvLine } from './csv-line.js';
import { RECORDS, type ExportRows } from './records.js';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The part of the stores that an export needs. */
export interface ExportStores {
  readonly users: Pick<UserStore, 'readAll'>;
  readonly contents: Pick<ContentStore, 'readAll'>;
  readonly engagements: Pick<EngagementStore, 'readAll'>;
  readonly feedback: Pick<FeedbackStore, 'readAll'>;
}

export interface ExportOptions {
  readonly kind: ImportKind;
  /** A name that ends in `.gz` is packed. */
  readonly path: string;
  readonly format: ExportFormat;
  /** Records written so far. */
  readonly onProgress?: ((records: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ExportReport {
  readonly kind: ImportKind;
  readonly format: ExportFormat;
  readonly records: number;
}

/**
 * Writes everything of one kind to a file that `importFile` reads back to the same rows, as the database is at one moment.
 * The file appears under its name when it is complete. Memory does not follow the number of rows.
 * @throws DomainError BAD_USER_INPUT where the file cannot be written
 */
export async function exportFile(stores: ExportStores, options: ExportOptions): Promise<ExportReport> {
  switch (options.kind) {
    case 'users':
      return writeRecords('users', stores.users.readAll(), options);
    case 'content':
      return writeRecords('content', stores.contents.readAll(), options);
    case 'engagements':
      return writeRecords('engagements', stores.engagements.readAll(), options);
    case 'feedback':
      return writeRecords('feedback', stores.feedback.readAll(), options);
  }
}

type Batches<T> = AsyncIterable<readonly T[]> | Iterable<readonly T[]>;

/** Writes given rows as `exportFile` does. */
export async function writeRecords<Kind extends ImportKind>(
  kind: Kind,
  batches: Batches<ExportRows[Kind]>,
  options: Omit<ExportOptions, 'kind'>,
): Promise<ExportReport> {
  const { path, format, signal } = options;
  let records = 0;
  async function* text(): AsyncGenerator<string> {
    if (format === 'csv') yield csvLine(EXPORT_HEADERS[kind]);
    for await (const batch of batches) {
      yield batch.map((row) => lineOf(kind, row, format)).join('');
      records += batch.length;
      options.onProgress?.(records);
    }
  }
  const part = `${path}.part`;
  const file = createWriteStream(part);
  const source = Readable.from(text(), { objectMode: true });
  const abort = signal === undefined ? {} : { signal };
  try {
    await (path.endsWith('.gz') ? pipeline(source, createGzip(), file, abort) : pipeline(source, file, abort));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const message = `Cannot write "${path}": ${(error as Error).message}.`;
    throw new DomainError('BAD_USER_INPUT', message, { path }, { cause: error });
  }
  return { kind, format, records };
}

function lineOf<Kind extends ImportKind>(kind: Kind, row: ExportRows[Kind], format: ExportFormat): string {
  const record = RECORDS[kind];
  return format === 'csv' ? csvLine(record.csv(row)) : `${JSON.stringify(record.json(row))}\n`;
}
