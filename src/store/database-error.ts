import { DomainError } from '../errors.js';

/** Socket errors, and the SQLSTATEs of a server that is gone, going or full. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

/** What the driver says in words only. */
const UNREACHABLE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Cannot use a pool after/;

/** The address answers, but does not let us in: what to do about it. */
const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'Postgres refuses the password: check the user and the password in DATABASE_URL.',
  '28000': 'Postgres refuses this user: check DATABASE_URL, and pg_hba.conf of the server.',
  '3D000': 'The database named in DATABASE_URL does not exist: create it, for example with createdb.',
};

/** Values that Postgres does not take. The services check them first; this is the net below. */
const BAD_VALUE: Readonly<Record<string, string>> = {
  '22001': 'A text is longer than its column.',
  '22003': 'A number is outside the range of its column.',
  '22007': 'An instant is not of a form that Postgres reads.',
  '22008': 'An instant is outside the range that Postgres stores.',
  '22021': 'A text holds a character that Postgres does not store, such as U+0000.',
  '22P02': 'A value is not of the type of its column.',
  '22P05': 'A text holds a character that Postgres does not store, such as U+0000.',
  '23502': 'A value that is required is missing.',
};

/** The codes of an error and of what caused it: Prisma wraps the driver's errors, Node those of several addresses. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { code, originalCode, cause, errors, meta } = error as Record<string, unknown>;
  const own = [code, originalCode].filter((c): c is string => typeof c === 'string');
  const inner = [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError];
  if (Array.isArray(errors)) inner.push(...(errors as unknown[]));
  return [...own, ...inner.flatMap((e) => codesOf(e, depth + 1))];
}

/** SQLSTATE or driver code of an error, looked for through its causes. */
export function hasCode(error: unknown, ...wanted: readonly string[]): boolean {
  return codesOf(error).some((code) => wanted.includes(code));
}

/**
 * The one translation of driver errors: a DomainError where a client can act on it, the error itself otherwise.
 * Messages carry neither addresses nor passwords.
 */
export function toDomainError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const codes = codesOf(error);
  const options = { cause: error };
  for (const code of codes) {
    if (code in REFUSED) return new DomainError('DATABASE_UNAVAILABLE', REFUSED[code], {}, options);
    if (code in BAD_VALUE) return new DomainError('BAD_USER_INPUT', BAD_VALUE[code], { sqlState: code }, options);
    if (code === '57014')
      return new DomainError(
        'DEADLINE_EXCEEDED',
        'A statement took longer than is allowed, and was ended.',
        {},
        options,
      );
    if (code === '23503')
      return new DomainError('NOT_FOUND', 'A row names a learner, content or model that does not exist.', {}, options);
  }
  const text = error instanceof Error ? error.message : '';
  if (codes.some((code) => UNREACHABLE.has(code)) || UNREACHABLE_TEXT.test(text))
    return new DomainError(
      'DATABASE_UNAVAILABLE',
      'Postgres cannot be reached: check that it runs, that it accepts more connections, and DATABASE_URL.',
      {},
      options,
    );
  return error;
}

/** The same object with every method's rejection translated by `toDomainError`. */
export function translateErrors<T extends object>(store: T): T {
  const entries = Object.entries(store).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member];
    const call = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await (member as (...args: unknown[]) => unknown).apply(store, args);
      } catch (error) {
        throw toDomainError(error);
      }
    };
    return [name, call];
  });
  return Object.fromEntries(entries) as T;
}
