import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.js';
import { openContainer } from '../../../src/container.js';
import { createLogger } from '../../../src/logger.js';
import { abuse } from '../../support/abuse.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { openProcesses, type Processes, type ServingProcess } from '../../support/processes.js';
import { fillTestData } from '../../support/service.js';

/** The bounded run of every `npm test`; ABUSE_REQUESTS makes it the whole one (`npm run abuse`). */
const BOUNDED = 240;
const REQUESTS = Number(process.env['ABUSE_REQUESTS'] ?? BOUNDED);
const WHOLE = REQUESTS > BOUNDED;

describe('a service among hostile clients', () => {
  let database: TestDatabase;
  let processes: Processes;
  let service: ServingProcess;
  let snapshots: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent', GATE: 'off' });
    const container = await openContainer({ config, logger: createLogger('silent', false), embedded: false });
    await fillTestData(container.services);
    await container.train({ algorithm: 'ITEM_KNN' });
    await container.close();
    snapshots = await mkdtemp(join(tmpdir(), 'learnrec-abuse-'));
    processes = await openProcesses();
    service = await processes.serve({
      databaseUrl: database.url,
      environment: {
        NODE_ENV: 'production',
        INTROSPECTION: 'on',
        LIMIT_UPLOAD_SECONDS: '3',
        ...(WHOLE && { NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${snapshots}` }),
      },
    });
  });
  afterAll(async () => {
    await processes?.close();
    await database?.drop();
    if (snapshots) await rm(snapshots, { recursive: true, force: true });
  });

  it(
    'stays up, answers everything in good form, and goes on serving the honest',
    async () => {
      const report = await abuse(service, {
        requests: REQUESTS,
        sockets: WHOLE ? 1000 : 28,
        webSockets: WHOLE ? 1000 : 24,
        honest: WHOLE ? 300 : 60,
        seed: 8,
        holdMs: WHOLE ? 6000 : 500,
        atOnce: 4,
        collects: WHOLE,
      });
      process.stderr.write(`abuse: ${JSON.stringify(report, null, 1)}\n`);
      expect(report.illFormed).toEqual([]);
      expect(report.honestFailures).toEqual([]);
      expect(service.child.exitCode).toBeNull();
      expect((await fetch(new URL('readyz', service.url))).status).toBe(200);
      // Generous: how long something takes is measured, not asserted.
      expect(report.memory.after).toBeLessThanOrEqual(report.memory.before + 200);
      // Caches that fill up, all of them bounded.
      if (report.live) expect(report.live.after).toBeLessThanOrEqual(report.live.before + 60);
      expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    },
    WHOLE ? 900_000 : 120_000,
  );
});
