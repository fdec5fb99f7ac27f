import type { FieldError } from '../validate.js';
import { parseInstant } from './parse-instant.js';
import { likedFrom, lookUp, type Vocabulary } from './vocabulary.js';

/**
 * One record's cells by our field names. Throughout, `undefined` stands for a column that the file does not have, so that what
 * is stored stays, and null for an empty cell, so that it is cleared. Faults go to `faults` and the field reads as undefined.
 */
export interface Cells {
  readonly faults: FieldError[];
  /** As it stands in the file, blanks and all. */
  raw(field: string): string | undefined;
  text(field: string): string | null | undefined;
  /** A number, rounded to a whole one; out-of-range numbers are left for validation to refuse. */
  integer(field: string): number | null | undefined;
  instant(field: string): Date | null | undefined;
  word<T extends string>(field: string, vocabulary: Vocabulary<T>): T | null | undefined;
  liked(field: string): boolean | null | undefined;
  /** A list parted by `;` or `|`, without blanks and repetitions. */
  list(field: string): string[] | undefined;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** What some sets write where an item has no tags. */
const NO_TAGS = '(no genres listed)';

/** @param raw the cell of a field, or undefined where there is no such column */
export function createCells(raw: (field: string) => string | undefined): Cells {
  const faults: FieldError[] = [];
  const fault = (field: string, message: string): undefined => {
    faults.push({ field, message: `${field} ${message}` });
    return undefined;
  };
  /** Reads a cell that is not empty; `undefined` from `read` is a fault. */
  const read = <T>(
    field: string,
    parse: (text: string) => T | undefined,
    expected: () => string,
  ): T | null | undefined => {
    const cell = raw(field)?.trim();
    if (cell === undefined) return undefined;
    if (cell === '') return null;
    const value = parse(cell);
    return value === undefined ? fault(field, `must be ${expected()}, not "${cell.slice(0, 50)}"`) : value;
  };
  return {
    faults,
    raw,
    text: (field) => {
      const cell = raw(field);
      return cell === '' ? null : cell;
    },
    integer: (field) =>
      read(
        field,
        (cell) => (NUMBER.test(cell) ? Math.round(Number(cell)) : undefined),
        () => 'a number',
      ),
    instant: (field) =>
      read(
        field,
        (cell) => parseInstant(cell) ?? undefined,
        () => 'a time such as 2025-03-01T09:30:00Z, or seconds or milliseconds since 1970',
      ),
    word: (field, vocabulary) =>
      read(
        field,
        (cell) => lookUp(vocabulary, cell),
        () => `one of ${vocabulary.values.join(', ')} or a known word for one`,
      ),
    liked: (field) => read(field, likedFrom, () => 'true or false'),
    list: (field) => {
      const cell = raw(field)?.trim();
      if (cell === undefined) return undefined;
      if (cell === NO_TAGS) return [];
      const parts = cell.split(/[;|]/).map((part) => part.trim());
      return [...new Set(parts.filter((part) => part !== ''))];
    },
  };
}
