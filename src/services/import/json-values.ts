import { isUtf8 } from 'node:buffer';
import { DomainError } from '../../errors.js';

/** One JSON object of a file. */
export interface JsonValue {
  /** Line of the file on which it starts, from 1. */
  readonly line: number;
  readonly value?: Readonly<Record<string, unknown>>;
  /** Why it cannot be used, for people. */
  readonly fault?: string;
}

/** A longer value means that a brace is never closed. In bytes. */
const LONGEST_VALUE = 16 * 1024 * 1024;
const [NEWLINE, QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [...'\n"\\{}[]'].map((c) => c.charCodeAt(0));

/**
 * Reads JSON objects: one a line (JSON Lines), the elements of an array, or the `statements` of an object that has them.
 * A broken object never takes its neighbours with it where each stands on a line of its own.
 * @param chunks UTF-8 bytes without a byte order mark
 */
export async function* readJsonValues(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonValue[]> {
  let pending: Buffer = Buffer.alloc(0);
  let read: ((bytes: Buffer, last: boolean) => JsonValue[]) | undefined;
  for await (const chunk of chunks) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    read ??= chooseReader(pending);
    if (!read) continue;
    yield read(pending, false);
    pending = Buffer.alloc(0);
  }
  yield (read ?? lineReader())(pending, true);
}

/** Lines where the first one is a whole object, else braces are counted; undefined while the first line has not ended. */
function chooseReader(start: Buffer): ((bytes: Buffer, last: boolean) => JsonValue[]) | undefined {
  const text = start.toString('utf8').trimStart();
  if (text.startsWith('[')) return braceReader();
  const end = text.indexOf('\n');
  if (end < 0) return start.length > LONGEST_VALUE ? braceReader() : undefined;
  const first = text.slice(0, end).trim();
  if (/^\{.*\}$/.test(first)) return lineReader();
  return first.startsWith('{') ? braceReader() : lineReader();
}

function lineReader(): (bytes: Buffer, last: boolean) => JsonValue[] {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  return (bytes, last) => {
    const out: JsonValue[] = [];
    let buffer = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    if (last) buffer = Buffer.concat([buffer, Buffer.from('\n')]);
    let from = 0;
    for (let end = buffer.indexOf(NEWLINE); end >= 0; end = buffer.indexOf(NEWLINE, from)) {
      line++;
      const part = buffer.subarray(from, end);
      from = end + 1;
      if (part.length > 1 || (part.length === 1 && part[0] !== 13)) parseInto(out, part, line);
    }
    rest = buffer.subarray(from);
    if (rest.length > LONGEST_VALUE) throw tooLong(line + 1);
    return out;
  };
}

function braceReader(): (bytes: Buffer, last: boolean) => JsonValue[] {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  /** Where `rest` goes on, and the state there. */
  let at = 0;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let startLine = 0;
  let start = -1;
  return (bytes, last) => {
    const out: JsonValue[] = [];
    const buffer = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (; at < buffer.length; at++) {
      const byte = buffer[at];
      if (byte === NEWLINE) line++;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (byte === QUOTE) inText = true;
      else if (byte === OPEN || (byte === OPEN_LIST && start >= 0)) {
        if (depth++ === 0) {
          start = at;
          startLine = line;
        }
      } else if ((byte === CLOSE || (byte === CLOSE_LIST && start >= 0)) && depth > 0 && --depth === 0) {
        parseInto(out, buffer.subarray(start, at + 1), startLine);
        start = -1;
      }
    }
    if (start >= 0 && last)
      out.push({ line: startLine, fault: 'the JSON breaks off: a brace or a quote is not closed' });
    if (start < 0) rest = Buffer.alloc(0);
    else {
      rest = buffer.subarray(start);
      start = 0;
    }
    at = rest.length;
    if (rest.length > LONGEST_VALUE) throw tooLong(startLine);
    return out;
  };
}

function parseInto(out: JsonValue[], bytes: Buffer, line: number): void {
  if (!isUtf8(bytes)) {
    out.push({ line, fault: 'the text is not UTF-8: save the file in that encoding' });
    return;
  }
  const text = bytes.toString('utf8');
  if (text.trim() === '') return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    out.push({ line, fault: `it is not JSON: ${(error as Error).message}` });
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    out.push({ line, fault: 'it is no JSON object' });
    return;
  }
  const { statements } = value as { statements?: unknown };
  if (!Array.isArray(statements)) out.push({ line, value: value as Record<string, unknown> });
  else
    for (const statement of statements as unknown[])
      out.push(
        typeof statement === 'object' && statement !== null
          ? { line, value: statement as Record<string, unknown> }
          : { line, fault: 'a statement is no JSON object' },
      );
}

function tooLong(line: number): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `The JSON value that starts on line ${line} has more than ${LONGEST_VALUE / 1024 / 1024} MiB: is a brace not closed?`,
  );
}
