import type { FieldError } from '../validate.js';
import { parseDuration } from './parse-duration.js';
import { parseInstant } from './parse-instant.js';
import type { TimeZone } from './time-zone.js';
import type { ValueMap } from './value-map.js';
import { likedFrom, lookUp, plain, type Vocabulary } from './vocabulary.js';

/** A cell of a source: undefined where the record has no such column, null where it says that there is no value. */
export type Cell = string | null | undefined;

/**
 * One record's cells by our field names. Throughout, `undefined` stands for a column that the record does not have, so that
 * what is stored stays, and null for no value, so that it is cleared. Faults go to `faults` and the field reads as undefined.
 */
export interface Cells {
  readonly faults: FieldError[];
  /** As it stands in the file, blanks and all. */
  raw(field: string): Cell;
  text(field: string): string | null | undefined;
  /** A number, rounded to a whole one; out-of-range numbers are left for validation to refuse. */
  integer(field: string): number | null | undefined;
  /** As `integer`, or an ISO 8601 duration (`PT15M`), in seconds. */
  seconds(field: string): number | null | undefined;
  instant(field: string): Date | null | undefined;
  word<T extends string>(field: string, vocabulary: Vocabulary<T>): T | null | undefined;
  liked(field: string): boolean | null | undefined;
  /** A list parted by `;` or `|`, without blanks and repetitions, or a JSON list of strings or numbers, taken as it is. */
  list(field: string): string[] | undefined;
  /** Refuses the record for this field. */
  refuse(field: string, message: string): void;
}

/** How an import reads the cells of all its records. */
export interface CellOptions {
  /** For times without an offset; default UTC. */
  readonly zone?: TimeZone | undefined;
  readonly values?: ValueMap | undefined;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** What some sets write where an item has no tags. */
const NO_TAGS = '(no genres listed)';

const numberFrom = (cell: string): number | undefined => (NUMBER.test(cell) ? Math.round(Number(cell)) : undefined);

function secondsFrom(cell: string): number | undefined {
  const duration = /^p/i.test(cell) ? parseDuration(cell) : null;
  return duration === null ? numberFrom(cell) : Math.round(duration);
}

const EXPECTED = {
  integer: () => 'a number',
  seconds: () => 'a number of seconds, or an ISO 8601 duration such as PT15M',
  instant: () => 'a time such as 2025-03-01T09:30:00Z, or seconds or milliseconds since 1970',
  liked: () => 'true or false',
};

/** @param source the cell of a field */
export function createCells(source: (field: string) => Cell, options: CellOptions = {}): Cells {
  const faults: FieldError[] = [];
  const fault = (field: string, message: string): undefined => {
    faults.push({ field, message: `${field} ${message}` });
    return undefined;
  };
  const mapped = (field: string): Cell => {
    const cell = source(field);
    const words = cell == null ? undefined : options.values?.get(field);
    const target = words?.get(plain(cell!));
    return target === undefined ? cell : target;
  };
  /** Reads a cell that is not empty; `undefined` from `parse` is a fault. */
  const read = <T>(
    field: string,
    parse: (text: string) => T | undefined,
    expected: () => string,
  ): T | null | undefined => {
    const cell = mapped(field);
    if (cell == null) return cell;
    const text = cell.trim();
    if (text === '') return null;
    const value = parse(text);
    return value === undefined ? fault(field, `must be ${expected()}, not "${text.slice(0, 50)}"`) : value;
  };
  return {
    faults,
    raw: source,
    text: mapped,
    integer: (field) => read(field, numberFrom, EXPECTED.integer),
    seconds: (field) => read(field, secondsFrom, EXPECTED.seconds),
    instant: (field) => read(field, (cell) => parseInstant(cell, options.zone) ?? undefined, EXPECTED.instant),
    word: (field, vocabulary) =>
      read(
        field,
        (cell) => lookUp(vocabulary, cell),
        () => `one of ${vocabulary.values.join(', ')} or a known word for one`,
      ),
    liked: (field) => read(field, likedFrom, EXPECTED.liked),
    list: (field) => {
      const cell = mapped(field);
      if (cell === undefined) return undefined;
      const text = cell?.trim() ?? '';
      if (text === NO_TAGS) return [];
      const json = jsonList(text);
      if (json) return json;
      const parts = text.split(/[;|]/).map((part) => part.trim());
      return [...new Set(parts.filter((part) => part !== ''))];
    },
    refuse: fault,
  };
}

function jsonList(text: string): string[] | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null;
  try {
    const value: unknown = JSON.parse(text);
    const readable =
      Array.isArray(value) && value.every((part) => typeof part === 'string' || typeof part === 'number');
    return readable ? value.map(String) : null;
  } catch {
    return null;
  }
}
