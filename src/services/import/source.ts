import { DomainError } from '../../errors.js';
import type { Cell } from './cells.js';
import { EXPORT_HEADERS, LATER_HEADERS, type ImportKind } from './fields.js';
import { fromGorse, isGorse } from './gorse.js';
import { readJsonValues, type JsonValue } from './json-values.js';
import { readRecords, type SourceRecord } from './read-records.js';
import { createStatementReader, isStatement, STATEMENT_COLUMNS, type AccountNames } from './xapi.js';

/** How a file is written. */
export const FORMATS = ['csv', 'jsonl', 'xapi'] as const;
export type Format = (typeof FORMATS)[number];

/** The records of a file, whatever it is written in. */
export interface RecordSource {
  readonly format: Format;
  /** Names of the columns known so far. */
  header(): readonly string[];
  /** Whether `header` may grow from batch to batch. */
  readonly grows: boolean;
  /** Whether an empty cell is an empty text; else it is no value. */
  readonly emptyIsText: boolean;
  /** A mapping that the format brings along. */
  readonly map?: Readonly<Record<string, string>>;
  /** After the header, where there is one. */
  readonly batches: AsyncIterable<readonly SourceRecord[]>;
}

export interface SourceOptions {
  readonly kind: ImportKind;
  /** Default: found by the first bytes. */
  readonly format?: Format | undefined;
  readonly accounts?: AccountNames | undefined;
}

/**
 * Looks at the first bytes and reads what they say: CSV with a header, JSON objects (Gorse's layout too), or xAPI statements.
 * @returns null for a file without anything in it
 * @param chunks UTF-8 bytes without a byte order mark
 */
export async function openSource(chunks: AsyncIterable<Buffer>, options: SourceOptions): Promise<RecordSource | null> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let first: number | undefined;
  while (first === undefined) {
    const next = await iterator.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
    first = start.find((byte) => byte > 32);
  }
  if (first === undefined) return null;
  async function* all(): AsyncGenerator<Buffer> {
    yield start;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  const json = options.format === undefined ? first === 0x7b || first === 0x5b : options.format !== 'csv';
  return json ? openJson(all(), options) : openCsv(all(), isExport(start, options.kind));
}

/** Whether a file has exactly the header of an export, of this version or an earlier one, which tells empty texts from no value. */
function isExport(start: Buffer, kind: ImportKind): boolean {
  // These have no text that may be empty.
  if (kind === 'engagements' || kind === 'feedback') return false;
  const present = EXPORT_HEADERS[kind];
  const earlier = present.filter((name) => !LATER_HEADERS[kind].includes(name));
  return [present, earlier].some((columns) => {
    const header = columns.join(',');
    return (
      /^[\r\n]/.test(start.toString('latin1', header.length, header.length + 1)) &&
      start.toString('latin1', 0, header.length) === header
    );
  });
}

async function openCsv(chunks: AsyncIterable<Buffer>, tellsEmpty: boolean): Promise<RecordSource | null> {
  const batches = readRecords(chunks, { tellsEmpty });
  let first: readonly SourceRecord[] = [];
  while (first.length === 0) {
    const next = await batches.next();
    if (next.done === true) return null;
    first = next.value;
  }
  const [header, ...rest] = first;
  async function* records(): AsyncGenerator<readonly SourceRecord[]> {
    yield rest;
    yield* batches;
  }
  if (header.fault !== undefined)
    throw new DomainError('BAD_USER_INPUT', `The header cannot be read: ${header.fault}.`);
  const names = header.fields.map((name) => (name ?? '').trim());
  return { format: 'csv', grows: false, emptyIsText: tellsEmpty, header: () => names, batches: records() };
}

async function openJson(chunks: AsyncIterable<Buffer>, options: SourceOptions): Promise<RecordSource | null> {
  const { kind } = options;
  const values = readJsonValues(chunks);
  let first: readonly JsonValue[] = [];
  while (first.length === 0) {
    const next = await values.next();
    if (next.done === true) return null;
    first = next.value;
  }
  const sample = first.find(({ value }) => value !== undefined)?.value;
  const xapi = options.format === undefined ? sample !== undefined && isStatement(sample) : options.format === 'xapi';
  if (xapi && kind === 'feedback')
    throw new DomainError('BAD_USER_INPUT', 'xAPI statements hold no feedback: import them as engagements.');
  const header: string[] = xapi ? Object.keys(STATEMENT_COLUMNS[kind]) : [];
  const placeOf = new Map(header.map((name, place) => [name, place]));
  const row = (line: number, value: Readonly<Record<string, unknown>>): SourceRecord => {
    const fields: Cell[] = new Array<Cell>(header.length).fill(undefined);
    for (const [name, cell] of Object.entries(value)) {
      let place = placeOf.get(name);
      if (place === undefined) {
        place = header.push(name) - 1;
        placeOf.set(name, place);
      }
      fields[place] = toCell(cell);
    }
    return { line, fields };
  };
  const read = createStatementReader(kind, options.accounts);
  const toRecord = ({ line, value, fault }: JsonValue): SourceRecord => {
    if (value === undefined) return { line, fields: [], fault: fault ?? 'it is no JSON object' };
    if (!xapi) return row(line, kind !== 'feedback' && isGorse(kind, value) ? fromGorse(kind, value) : value);
    if (!isStatement(value)) return { line, fields: [], fault: 'a statement needs an actor, a verb and an object' };
    const statement = read(value);
    if ('voids' in statement) return { line, fields: [], voids: statement.voids };
    if ('columns' in statement) return row(line, statement.columns);
    return { ...row(line, { [statement.column]: statement.value }), fault: statement.fault, column: statement.column };
  };
  async function* records(): AsyncGenerator<readonly SourceRecord[]> {
    yield first.map(toRecord);
    for await (const batch of values) yield batch.map(toRecord);
  }
  return {
    format: xapi ? 'xapi' : 'jsonl',
    grows: true,
    emptyIsText: true,
    header: () => [...header],
    ...(xapi && { map: STATEMENT_COLUMNS[kind] }),
    batches: records(),
  };
}

function toCell(value: unknown): Cell {
  if (value === undefined || value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
