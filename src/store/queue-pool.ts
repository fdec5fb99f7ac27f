import pg from 'pg';
import { surviveBrokenConnections } from './survive-broken-connections.js';

/** Connections of the job queue: it listens on one, and takes and ends jobs on the others. */
const CONNECTIONS = 3;

/** The queue's own pool, so that a burst of requests never keeps it from a connection. The caller ends it. */
export function openQueuePool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, application_name: 'learnrec queue' });
  surviveBrokenConnections(pool);
  return pool;
}
