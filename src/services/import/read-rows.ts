import { DomainError, type ErrorCode } from '../../errors.js';
import type { FieldError } from '../validate.js';
import { createCells, type Cells } from './cells.js';
import { planColumns, type ColumnPlan } from './columns.js';
import type { ImportKind } from './fields.js';
import { openFile } from './open-file.js';
import { readRecords, type SourceRecord } from './read-records.js';
import type { ImportError, Refusals } from './refusals.js';

/** One record that can be stored as far as the file alone tells. */
export interface Row<T> {
  readonly record: SourceRecord;
  readonly input: T;
}

export interface ReadOptions<T> {
  readonly kind: ImportKind;
  readonly path: string;
  readonly map?: Readonly<Record<string, string>> | undefined;
  readonly read: (cells: Cells) => T;
  readonly validate: (input: T) => readonly FieldError[];
  readonly refusals: Refusals;
}

/** A file that is being read. */
export interface OpenRows<T> {
  readonly plan: ColumnPlan;
  readonly bytes: number;
  bytesRead(): number;
  /** Records seen so far, good and bad, without the header. */
  records(): number;
  /** Good rows in the file's order, in batches that follow the reading; what is bad goes to `refusals`. */
  readonly rows: AsyncIterable<readonly Row<T>[]>;
  /** Refuses a row for what only the database knows. */
  refuse(row: Row<T>, fault: FieldError, code: ErrorCode): void;
}

const LONGEST_VALUE = 200;

/**
 * Opens a file, plans its columns by the header and reads rows as they are asked for.
 * @throws DomainError BAD_USER_INPUT for a file that cannot be read or whose columns are not understood
 */
export async function openRows<T>(options: ReadOptions<T>): Promise<OpenRows<T>> {
  const { refusals } = options;
  const file = await openFile(options.path);
  const batches = readRecords(file.chunks);
  let first: readonly SourceRecord[] = [];
  while (first.length === 0) {
    const next = await batches.next();
    if (next.done === true)
      throw new DomainError('BAD_USER_INPUT', `"${options.path}" is empty: it needs at least a header line.`);
    first = next.value;
  }
  const [header, ...rest] = first;
  if (header.fault !== undefined)
    throw new DomainError('BAD_USER_INPUT', `The header of "${options.path}" cannot be read: ${header.fault}.`);
  const plan = planColumns(
    options.kind,
    header.fields.map((name) => name.trim()),
    options.map,
  );
  let records = 0;

  const toError = (record: SourceRecord, { field, message }: FieldError, code: ErrorCode): ImportError => {
    const place = plan.placeOf.get(field);
    return {
      line: record.line,
      column: place === undefined ? null : plan.header[place],
      value: place === undefined ? null : record.fields[place].slice(0, LONGEST_VALUE),
      reason: message,
      code,
    };
  };
  const toRow = (record: SourceRecord): Row<T> | null => {
    records++;
    if (record.fault !== undefined) {
      const error = { line: record.line, column: null, value: null, reason: record.fault, code: 'BAD_USER_INPUT' };
      refusals.refuse([error as ImportError]);
      return null;
    }
    const cells = createCells((field) => {
      const place = plan.placeOf.get(field);
      return place === undefined ? undefined : record.fields[place];
    });
    const input = options.read(cells);
    const faults = [...cells.faults, ...options.validate(input)];
    if (faults.length === 0) return { record, input };
    refusals.refuse(faults.map((fault) => toError(record, fault, 'BAD_USER_INPUT')));
    return null;
  };
  const toRows = (batch: readonly SourceRecord[]): Row<T>[] => batch.map(toRow).filter((row) => row !== null);
  async function* rows(): AsyncGenerator<readonly Row<T>[]> {
    yield toRows(rest);
    for await (const batch of batches) yield toRows(batch);
  }
  return {
    plan,
    bytes: file.bytes,
    bytesRead: file.bytesRead,
    records: () => records,
    rows: rows(),
    refuse: (row, fault, code) => refusals.refuse([toError(row.record, fault, code)]),
  };
}
