import { DomainError } from '../errors.js';
import type { Page, PageRequest } from './services.js';

export const MAXIMUM_FIRST = 100;

/** @throws DomainError BAD_USER_INPUT */
export function checkFirst(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > MAXIMUM_FIRST)
    throw new DomainError('BAD_USER_INPUT', `first must be an integer from 1 to ${MAXIMUM_FIRST}, not ${first}.`, {
      argument: 'first',
    });
  return first;
}

export function encodeCursor(...parts: readonly (number | bigint)[]): string {
  return Buffer.from(parts.join(':')).toString('base64url');
}

/**
 * @param parts how many integers the cursor of this list holds
 * @throws DomainError BAD_USER_INPUT for anything that `encodeCursor` did not write
 */
export function decodeCursor(cursor: string, parts: number): bigint[] {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const numbers = text.split(':');
  if (numbers.length !== parts || !numbers.every((n) => /^-?\d{1,18}$/.test(n))) throw notACursor();
  return numbers.map(BigInt);
}

/** For lists of what has a UUID. */
export function encodeIdCursor(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** @throws DomainError BAD_USER_INPUT for anything that `encodeIdCursor` did not write */
export function decodeIdCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex)?.slice(1);
  if (!parts) throw notACursor();
  return parts.join('-');
}

function notACursor(): DomainError {
  return new DomainError('BAD_USER_INPUT', 'after is not a cursor of this list.', { argument: 'after' });
}

/** Makes a page of `first + 1` rows or fewer; the extra row only says that there is more. */
export function toPage<Row, Node>(
  rows: readonly Row[],
  request: PageRequest,
  node: (row: Row) => Node,
  cursor: (row: Row) => string,
): Page<Node> {
  return {
    edges: rows.slice(0, request.first).map((row) => ({ node: node(row), cursor: cursor(row) })),
    hasNextPage: rows.length > request.first,
    hasPreviousPage: request.after !== undefined,
  };
}
