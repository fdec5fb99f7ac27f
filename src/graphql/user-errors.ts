import { DomainError, type ErrorCode, type UserError } from '../errors.js';

/** Faults that the caller of a mutation can do nothing about with other input: these fail the field instead. */
const NOT_ABOUT_INPUT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INTERNAL',
  'CONFIGURATION',
  'DATABASE_UNAVAILABLE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
]);

export interface Settled<T> {
  readonly value: T | null;
  readonly userErrors: readonly UserError[];
}

/**
 * Runs a mutation that succeeds or is refused as a whole, and turns a refusal into `userErrors`.
 * @param path where in the arguments a refusal stands
 */
export async function settle<T>(
  path: readonly string[] | ((refusal: DomainError) => readonly string[]),
  action: () => Promise<T>,
): Promise<Settled<T>> {
  try {
    return { value: await action(), userErrors: [] };
  } catch (error) {
    if (!(error instanceof DomainError) || NOT_ABOUT_INPUT.has(error.code)) throw error;
    const place = typeof path === 'function' ? path(error) : path;
    return { value: null, userErrors: [{ path: place, message: error.message, code: error.code }] };
  }
}
