import { rename, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DomainError } from '../errors.js';
import { hasCode } from './database-error.js';
import { chooseAccount } from './embedded-postgres/account.js';
import { provideBinaries } from './embedded-postgres/binaries.js';
import { createClientRegistry } from './embedded-postgres/client-registry.js';
import {
  checkVersion,
  clusterExists,
  createCluster,
  findServer,
  LaunchFailure,
  launchServer,
  ROLE,
  stopServer,
  type RunningServer,
} from './embedded-postgres/cluster.js';
import { withFolderLock } from './embedded-postgres/folder-lock.js';
import { accountOfCluster, choosePlace, clusterIn, prepareDataDir } from './embedded-postgres/place.js';
import { loadState, newState, saveState, type SavedState } from './embedded-postgres/saved-state.js';
import { serverSettings, type ServerSettings } from './embedded-postgres/settings.js';

export interface EmbeddedPostgresOptions {
  /** Folder that everything is kept in; made when it is not there. */
  readonly dataDir: string;
  /** Told what is being done, and where data lie when not in `dataDir`. */
  readonly onLog?: (line: string) => void;
  /** Server settings by name, over the ones of embedded-postgres/settings.ts; they count when the server is started. */
  readonly settings?: ServerSettings;
  /** As root: the accounts to run Postgres as, the first that exists; default `postgres`, then `nobody`. */
  readonly accounts?: readonly string[];
}

export interface EmbeddedPostgres {
  /** Address of the database `learnrec`, password included: not for logs. */
  readonly url: string;
  /** Whether the server ran already: left by a service that was killed, or in use by another one. */
  readonly reused: boolean;
  /**
   * Ends this use of the server, and stops the server when no other live process uses it. A second call does nothing.
   */
  stop(): Promise<void>;
}

const DATABASE = 'learnrec';
const LARGEST_LOG = 10 * 1024 * 1024;
/** Milliseconds that a server that is starting or recovering is waited for. */
const PATIENCE = 120_000;

/**
 * A real PostgreSQL out of an npm package, on 127.0.0.1 and a free port, with its data in a folder: started, or found when
 * it runs already. Safe when several processes call it at once for one folder. The server outlives a crash of this process;
 * the next call finds it. Reasons: docs/adr/0002-embedded-postgres.md.
 * @throws DomainError CONFIGURATION when this system or this user cannot run it; the message says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const dataDir = await prepareDataDir(options.dataDir);
    const registry = createClientRegistry(dataDir);
    const { url, reused, cluster, token } = await withFolderLock(dataDir, async () => {
      const server = await provideServer(dataDir, options);
      return { ...server, token: await registry.register() };
    });
    let stopping: Promise<void> | undefined;
    const leave = async (): Promise<void> =>
      withFolderLock(dataDir, async () => {
        if ((await registry.leave(token)) > 0) return;
        if (!(await stopServer(cluster))) options.onLog?.('The embedded Postgres is still shutting down.');
      });
    return { url, reused, stop: () => (stopping ??= leave()) };
  } catch (error) {
    if (error instanceof DomainError || !hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'))
      throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError(
      'CONFIGURATION',
      `The embedded Postgres cannot keep its data in ${options.dataDir} (${reason}). Choose another data folder ` +
        '(LEARNREC_DATA_DIR), or set DATABASE_URL to a Postgres server.',
      {},
      { cause: error },
    );
  }
}

async function provideServer(
  dataDir: string,
  options: EmbeddedPostgresOptions,
): Promise<{ url: string; reused: boolean; cluster: string }> {
  const log = options.onLog ?? (() => undefined);
  const candidate = await chooseAccount(options.accounts ?? ['postgres', 'nobody']);
  const saved = await loadState(dataDir);
  const account = await accountOfCluster(clusterIn(saved?.folder ?? dataDir), candidate);
  const place = await choosePlace(dataDir, account, saved?.folder ?? null);
  const cluster = clusterIn(place);
  let state = saved ?? newState(place === dataDir ? null : place);
  if (place !== dataDir)
    log(`Postgres runs as ${account?.name}, which cannot enter ${dataDir}: the database lies in ${place}.`);

  const exists = await clusterExists(cluster);
  if (exists && !saved)
    throw new DomainError(
      'CONFIGURATION',
      `${cluster} holds a database, but postgres.json with its password is gone: restore it, or remove the whole folder.`,
    );
  if (exists) {
    const running = await adopt(cluster, state.password);
    if (running) {
      log(`Using the embedded Postgres that runs already (port ${running.port}).`);
      return { url: urlOf(state.password, running.port), reused: true, cluster };
    }
  }
  const binaries = await provideBinaries(account, place);
  if (exists) await checkVersion(cluster, binaries);
  else {
    log(`Setting up an embedded Postgres in ${cluster}.`);
    // Saved first: a cluster whose password nobody knows would be of no use.
    await saveState(dataDir, state);
    await createCluster(cluster, account, binaries, state.password);
  }

  const logFile = join(dataDir, 'postgres.log');
  if (((await stat(logFile).catch(() => null))?.size ?? 0) > LARGEST_LOG) await rename(logFile, `${logFile}.old`);
  const settings = serverSettings(options.settings);
  const server = await retryLaunch(state.port, (port) =>
    launchServer(cluster, account, binaries, { port, settings, logFile }),
  );
  if (server.port !== state.port) {
    state = { ...state, port: server.port };
    await saveState(dataDir, state);
  }
  await createDatabase(state);
  log(`The embedded Postgres is ready (port ${server.port}).`);
  return { url: urlOf(state.password, server.port), reused: false, cluster };
}

/** The server that runs on the cluster, once it takes connections; null when there is none, or it went down meanwhile. */
async function adopt(cluster: string, password: string): Promise<RunningServer | null> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const server = await findServer(cluster);
    if (!server) return null;
    const failure = await connect(urlOf(password, server.port), async () => undefined).catch((error: unknown) => error);
    if (failure === undefined) return server;
    if (hasCode(failure, '28P01') || Date.now() > deadline)
      throw new DomainError(
        'CONFIGURATION',
        `The Postgres that runs on ${cluster} (process ${server.pid}) does not let us in: stop that process, then start again.`,
        {},
        { cause: failure },
      );
    await sleep(50);
  }
}

async function retryLaunch(
  preferred: number | null,
  launch: (port: number) => Promise<RunningServer>,
): Promise<RunningServer> {
  let port = await freePort(preferred);
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(port);
    } catch (error) {
      if (!(error instanceof LaunchFailure)) throw error;
      if (attempt < 20 && error.portTaken) port = await freePort(null);
      else if (attempt < 20 && error.predecessorLives) await sleep(500);
      else
        throw new DomainError(
          'CONFIGURATION',
          `The embedded Postgres did not start: ${error.message.trim()}`,
          {},
          { cause: error },
        );
    }
  }
}

/** The preferred port when nothing listens on it, else one that the system picks. */
async function freePort(preferred: number | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => (preferred === null ? reject(error) : resolve(freePort(null))));
    probe.listen({ port: preferred ?? 0, host: '127.0.0.1', exclusive: true }, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function createDatabase({ password, port }: SavedState): Promise<void> {
  await connect(urlOf(password, port ?? 0, 'postgres'), async (client) => {
    const { rowCount } = await client.query('/* find database */ SELECT FROM pg_database WHERE datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`/* create database */ CREATE DATABASE ${DATABASE}`);
  });
}

async function connect(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const urlOf = (password: string, port: number, database = DATABASE): string =>
  `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
