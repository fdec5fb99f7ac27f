import { DomainError, type ErrorCode } from '../../errors.js';
import type { FieldError } from '../validate.js';
import { createCells, type Cell, type CellOptions, type Cells } from './cells.js';
import { planColumns, type ColumnPlan } from './columns.js';
import type { ImportKind } from './fields.js';
import { openFile } from './open-file.js';
import type { SourceRecord } from './read-records.js';
import type { ImportError, Refusals } from './refusals.js';
import { openSource, type Format } from './source.js';
import { timeZone } from './time-zone.js';
import { valueMap } from './value-map.js';
import type { AccountNames } from './xapi.js';

/** One record that can be stored as far as the file alone tells. */
export interface Row<T> {
  readonly record: SourceRecord;
  readonly input: T;
}

/** How a file is to be understood. */
export interface Reading {
  /** Default: found by the first bytes. */
  readonly format?: Format | undefined;
  /** Their column name to our field name; what is left out is found by name. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** Their columns that nothing is taken from. */
  readonly ignore?: readonly string[] | undefined;
  /** VALUE by `field.word`, for words that are not understood or not as wanted. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** For times without an offset: an IANA name or a fixed offset; default UTC. */
  readonly timeZone?: string | undefined;
  /** Of xAPI actors with an account; default NAME. */
  readonly accounts?: AccountNames | undefined;
}

export interface ReadOptions<T> extends Reading {
  readonly kind: ImportKind;
  readonly path: string;
  readonly read: (cells: Cells) => T;
  readonly validate: (input: T) => readonly FieldError[];
  readonly refusals: Refusals;
}

/** A file that is being read. */
export interface OpenRows<T> {
  readonly format: Format;
  /** As far as the file has been read. */
  plan(): ColumnPlan;
  readonly bytes: number;
  bytesRead(): number;
  /** Records seen so far, good and bad, without the header. */
  records(): number;
  /** Keys of the records that others declared void, as far as the file has been read. */
  readonly voided: ReadonlySet<string>;
  /** Records seen so far that declare another one void. */
  voids(): number;
  /** Good rows in the file's order, in batches that follow the reading; what is bad goes to `refusals`. */
  readonly rows: AsyncIterable<readonly Row<T>[]>;
  /** Refuses a row for what only the database knows. */
  refuse(row: Row<T>, fault: FieldError, code: ErrorCode): void;
}

const LONGEST_VALUE = 200;

/**
 * Opens a file, plans its columns and reads rows as they are asked for.
 * @throws DomainError BAD_USER_INPUT for a file that cannot be read or whose columns are not understood
 */
export async function openRows<T>(options: ReadOptions<T>): Promise<OpenRows<T>> {
  const { refusals, kind } = options;
  const cellOptions: CellOptions = {
    zone: options.timeZone === undefined ? undefined : timeZone(options.timeZone),
    values: options.values === undefined ? undefined : valueMap(kind, options.values),
  };
  const file = await openFile(options.path);
  const source = await openSource(file.chunks, { kind, format: options.format, accounts: options.accounts });
  if (!source) throw new DomainError('BAD_USER_INPUT', `"${options.path}" is empty: there is nothing to read in it.`);
  const planNow = (): ColumnPlan =>
    planColumns(kind, source.header(), { ...source.map, ...options.map }, source.grows, options.ignore);
  let plan = planNow();
  let records = 0;
  let voids = 0;
  const voided = new Set<string>();

  const shown = (record: SourceRecord, place: number | undefined): string | null =>
    place === undefined ? null : (record.fields[place]?.slice(0, LONGEST_VALUE) ?? null);
  const toError = (record: SourceRecord, { field, message }: FieldError, code: ErrorCode): ImportError => {
    const place = plan.placeOf.get(field);
    return {
      line: record.line,
      column: place === undefined ? null : plan.header[place],
      value: shown(record, place),
      reason: message,
      code,
    };
  };
  const toRow = (record: SourceRecord): Row<T> | null => {
    records++;
    if (record.voids !== undefined) {
      voids++;
      voided.add(record.voids);
      return null;
    }
    if (record.fault !== undefined) {
      const column = record.column ?? null;
      const value = column === null ? null : shown(record, plan.header.indexOf(column));
      refusals.refuse([{ line: record.line, column, value, reason: record.fault, code: 'BAD_USER_INPUT' }]);
      return null;
    }
    const cells = createCells((field): Cell => {
      const place = plan.placeOf.get(field);
      const cell = place === undefined ? undefined : record.fields[place];
      // An empty title is a title, in every format.
      return cell === '' && !source.emptyIsText && !(kind === 'content' && field === 'title') ? null : cell;
    }, cellOptions);
    const input = options.read(cells);
    const faults = cells.faults.length > 0 ? [...cells.faults, ...options.validate(input)] : options.validate(input);
    if (faults.length === 0) return { record, input };
    refusals.refuse(faults.map((fault) => toError(record, fault, 'BAD_USER_INPUT')));
    return null;
  };
  async function* rows(): AsyncGenerator<readonly Row<T>[]> {
    for await (const batch of source!.batches) {
      if (source!.header().length > plan.header.length) plan = planNow();
      yield batch.map(toRow).filter((row) => row !== null);
    }
  }
  return {
    format: source.format,
    plan: () => plan,
    bytes: file.bytes,
    bytesRead: file.bytesRead,
    records: () => records,
    voided,
    voids: () => voids,
    rows: rows(),
    refuse: (row, fault, code) => refusals.refuse([toError(row.record, fault, code)]),
  };
}
