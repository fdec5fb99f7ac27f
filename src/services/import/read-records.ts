import { isUtf8 } from 'node:buffer';
import { parse as parseText } from 'csv-parse/sync';
import type { Cell } from './cells.js';
import { detectDelimiter } from './detect-delimiter.js';
import { RecordParser } from './record-parser.js';

/** One record of a file. */
export interface SourceRecord {
  /** Line of the file on which it starts, from 1. */
  readonly line: number;
  /** By the place of the column in the header. */
  readonly fields: readonly Cell[];
  /** Why it cannot be used, for people; undefined for a good one. */
  readonly fault?: string;
  /** The column that the fault is in, where it is in one. */
  readonly column?: string;
  /** It declares the record with this key void, and is nothing else. */
  readonly voids?: string;
}

export interface ReadRecordsOptions {
  /**
   * Whether a quoted empty cell is an empty text and an unquoted one is null, as exports have it. Default false: no cell is
   * null.
   */
  readonly tellsEmpty?: boolean | undefined;
}

/** A longer record means a quote that is never closed. In bytes. */
const LONGEST_RECORD = 1024 * 1024;
const NEWLINE = /\r\n|\n|\r/g;
const FORMAT = {
  bom: false,
  quote: '"',
  escape: '"',
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
};

/**
 * Reads records as RFC 4180 has them: quoted fields may hold delimiters, doubled quotes and line breaks; lines end in LF, CRLF
 * or CR; blank lines are passed over. The first record is the header, and it decides the delimiter and the number of fields.
 *
 * One broken record never takes its neighbours with it: where quotes do not close as they should, the first line of that
 * record is reported and reading starts anew at the next line.
 * @param chunks UTF-8 bytes without a byte order mark
 */
export async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  options: ReadRecordsOptions = {},
): AsyncGenerator<SourceRecord[]> {
  const create = (header: string): RecordReader =>
    createRecordReader(detectDelimiter(header), options.tellsEmpty ?? false);
  let reader: RecordReader | undefined;
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!reader) {
      start = Buffer.concat([start, chunk]);
      const header = /[^\r\n]+[\r\n]/.exec(start.toString('latin1'));
      if (!header && start.length < LONGEST_RECORD) continue;
      reader = create(header?.[0] ?? '');
      yield await reader.read(start);
    } else yield await reader.read(chunk);
  }
  if (reader) yield await reader.end(Buffer.alloc(0));
  else yield await create(start.toString('latin1')).end(start);
}

interface RecordReader {
  read(chunk: Buffer): Promise<SourceRecord[]>;
  /** Reads the last bytes, if any. */
  end(rest: Buffer): Promise<SourceRecord[]>;
}

interface ParsedRecord {
  readonly fields: string[];
  /** Bytes from the parser's start to this record's end. */
  readonly end: number;
}

/** Stands for a quoted empty cell while a record is read: a character that no stored text can hold. */
const QUOTED_EMPTY = '\u0000';
const MARK_QUOTED_EMPTY = {
  cast: (cell: string, { quoting }: { readonly quoting: boolean }) => (cell === '' && quoting ? QUOTED_EMPTY : cell),
};

/** @param tellsEmpty whether a quoted empty cell is told from an unquoted one */
function createRecordReader(delimiter: string, tellsEmpty: boolean): RecordReader {
  let width = -1;
  /** Line on which `pending` starts. */
  let line = 1;
  /** Bytes that belong to no finished record yet: what a new parser has to start from after a broken record. */
  let pending: Buffer = Buffer.alloc(0);
  /** Bytes that the parser was given before `pending`. */
  let base = 0;
  let parsed: ParsedRecord[] = [];
  let parser = newParser();
  /** Up to this line a failed record is part of one that was reported already. */
  let reportedTo = 0;
  /** Inside a line too long to keep. */
  let dropping = false;

  function newParser(): RecordParser {
    base = 0;
    parsed = [];
    const format = { ...FORMAT, ...(tellsEmpty && MARK_QUOTED_EMPTY), delimiter, max_record_size: LONGEST_RECORD };
    return new RecordParser(format, (fields, end) => parsed.push({ fields, end }));
  }

  /** Takes the finished records; true where one of them broke off and reading has to start anew. */
  function takeParsed(out: SourceRecord[]): boolean {
    let taken = 0;
    for (const { fields, end } of parsed) {
      const lines = 1 + fields.reduce((sum, field) => sum + newlines(field), 0);
      const blank = fields.length === 1 && fields[0] === '';
      if (!blank) {
        if (width < 0) width = fields.length;
        if (fields.length !== width && lines > 1) {
          pending = pending.subarray(taken);
          breakOff(out, `has ${fields.length} fields over ${lines} lines`, line + lines - 1);
          return true;
        }
        const record = checked(fields, pending.subarray(taken, end - base));
        if (record.fault === undefined || line > reportedTo) out.push(record);
      }
      line += lines;
      taken = end - base;
    }
    pending = pending.subarray(taken);
    base += taken;
    parsed = [];
    return false;
  }

  function checked(fields: string[], bytes: Buffer): SourceRecord {
    // A spreadsheet pads short rows with empty cells.
    while (fields.length > width && fields.at(-1) === '') fields.pop();
    const fault =
      fields.length !== width
        ? `the record has ${fields.length} fields, the header has ${width}`
        : fields.some((field) => field.includes('\uFFFD')) && !isUtf8(bytes)
          ? 'the text is not UTF-8: save the file in that encoding'
          : undefined;
    const cells = tellsEmpty
      ? fields.map((field) => (field === '' ? null : field === QUOTED_EMPTY ? '' : field))
      : fields;
    return fault === undefined ? { line, fields: cells } : { line, fields: cells, fault };
  }

  /** Gives up the record that starts `pending`: judges its first line alone and leaves the rest to be read anew. */
  function breakOff(out: SourceRecord[], reason: string, lastLine: number): void {
    const text = pending.toString('latin1');
    const cut = /\r\n|\n|\r/.exec(text);
    const first = cut ? pending.subarray(0, cut.index) : pending;
    const single = line > reportedTo && cut !== null ? readLeniently(first, delimiter, width) : null;
    if (single) out.push({ line, fields: single });
    else if (line > reportedTo) {
      out.push({ line, fields: [], fault: `the record ${reason}: is a quote not closed, or not doubled?` });
      reportedTo = lastLine;
    }
    pending = cut ? pending.subarray(cut.index + cut[0].length) : Buffer.alloc(0);
    dropping = cut === null;
    if (cut) line++;
  }

  async function run(chunk: Buffer, last: boolean): Promise<SourceRecord[]> {
    const out: SourceRecord[] = [];
    let next = chunk;
    for (;;) {
      if (dropping) {
        const cut = /\r\n|\n|\r/.exec(next.toString('latin1'));
        if (!cut) return out;
        next = next.subarray(cut.index + cut[0].length);
        dropping = false;
        line++;
      }
      pending = pending.length === 0 ? next : Buffer.concat([pending, next]);
      const failure = await (last ? parser.finish(next) : parser.feed(next));
      const anew = takeParsed(out);
      if (!anew && !failure) return out;
      if (!anew) breakOff(out, 'cannot be read', line);
      next = pending;
      pending = Buffer.alloc(0);
      parser.destroy();
      parser = newParser();
      if (next.length === 0) return out;
    }
  }

  return {
    read: (chunk) => run(chunk, false),
    end: (rest) => run(rest, true),
  };
}

function newlines(field: string): number {
  return field.includes('\n') || field.includes('\r') ? field.match(NEWLINE)!.length : 0;
}

/** A line with stray quotes, such as `42,6" pipe,x`, read as its writer most likely meant it; null where the fields do not come out right. */
function readLeniently(line: Buffer, delimiter: string, width: number): string[] | null {
  if (!isUtf8(line)) return null;
  try {
    const [fields] = parseText(line, { ...FORMAT, delimiter, relax_quotes: true });
    return fields !== undefined && fields.length === width ? fields : null;
  } catch {
    return null;
  }
}
