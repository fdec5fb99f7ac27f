import type pg from 'pg';

/**
 * A connection that breaks is replaced at the next use, and a statement on it fails. The event besides would end the process
 * where nobody listens: the pool does for connections that lie idle, nobody for one that is checked out and stands between
 * two statements.
 */
export function surviveBrokenConnections(pool: pg.Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
}
