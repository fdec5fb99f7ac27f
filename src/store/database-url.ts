import { DomainError } from '../errors.js';
import { toDomainError } from './database-error.js';

/** @throws DomainError CONFIGURATION when it is not the address of a Postgres database */
export function checkDatabaseUrl(url: string): string {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return url;
  throw new DomainError(
    'CONFIGURATION',
    'DATABASE_URL is not a Postgres address; it looks like postgresql://user:password@host:5432/database.',
  );
}

/** A connection error that says which server, so that a wrong address is seen at once. */
export function describeConnectionError(error: unknown, url: string): unknown {
  const translated = toDomainError(error);
  if (!(translated instanceof DomainError) || translated.code !== 'DATABASE_UNAVAILABLE') return translated;
  const { hostname, port, pathname } = new URL(url);
  const place = `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  return new DomainError('DATABASE_UNAVAILABLE', `${translated.message} Tried ${place}.`, {}, { cause: error });
}
