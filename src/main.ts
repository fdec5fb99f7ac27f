import 'reflect-metadata';
import { pathToFileURL } from 'node:url';
import { realpathSync } from 'node:fs';
import { readConfig, type Config, type Role } from './config.js';
import { adminToken } from './admin-token.js';
import { openContainer, type Container } from './container.js';
import { DomainError } from './errors.js';
import { createServer } from './graphql/server.js';
import { createLogger } from './logger.js';
import { prepareDemo } from './prepare-demo.js';
import { logStrayRejections, untilSignalled } from './signals.js';
import { runWorker } from './worker.js';

export interface ServeOptions {
  /** Fill an empty database with demo data and train a first model before serving; default false. */
  readonly demo?: boolean;
  /** Use the embedded Postgres where DATABASE_URL is not set; default false. */
  readonly embedded?: boolean;
  /** Take trainings from the queue in this process; default: as WORKER says. */
  readonly worker?: boolean;
  readonly port?: number | undefined;
  readonly host?: string | undefined;
}

/** Serves until SIGTERM or SIGINT, then lets open requests end and closes everything. */
export async function runServe(options: ServeOptions = {}): Promise<void> {
  const demo = options.demo ?? false;
  const read = readConfig();
  const config: Config = { ...read, port: options.port ?? read.port, host: options.host ?? read.host };
  const logger = createLogger(demo && config.logLevel === 'info' ? 'warn' : config.logLevel, undefined, true);
  const stop = untilSignalled();
  logStrayRejections(logger);
  const started = performance.now();
  const container = await openContainer({
    config,
    logger,
    embedded: options.embedded ?? demo,
    worker: options.worker ?? config.worker === 'inside',
    live: true,
  });
  let server: Awaited<ReturnType<typeof createServer>> | undefined;
  try {
    if (demo) await prepareDemo(container, stop.signal);
    const token = await adminToken(config);
    const openRoles: readonly Role[] = config.openRoles ?? (demo && !config.production ? ['READER', 'WRITER'] : []);
    server = await createServer({
      services: container.services,
      config: {
        adminToken: token,
        openRoles: new Set(openRoles),
        jwt: config.jwt,
        learnerRecords: config.learnerRecords,
        production: config.production,
        introspection: config.introspection,
        corsOrigins: config.corsOrigins,
        trustedProxies: config.trustedProxies,
        limits: config.limits,
        rates: config.rates,
        metrics: config.metrics,
        readyWithoutModel: config.readyWithoutModel,
        trustedDocuments: config.trustedDocuments,
      },
      logger,
    });
    const { url } = await server.listen(config.port, config.host);
    if (demo) process.stderr.write(await welcome(container, url, token, (performance.now() - started) / 1000));
    else logger.info({ url, database: container.databaseKind }, 'serving');
    await stop.signalled;
    logger.info('stopping');
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'TRAINING_CANCELLED')) throw error;
  } finally {
    await server?.close();
    await container.close();
  }
}

async function welcome(container: Container, url: string, token: string, seconds: number): Promise<string> {
  const model = await container.services.models.active();
  const first = (await container.services.users.list({ first: 1 }, {})).edges[0]?.node.id ?? '1';
  const query = `{ recommendations(userId: "${first}", k: 5) { alpha items { rank score content { title } reasons { text } } } }`;
  return [
    '',
    `  LearnRec is ready after ${seconds.toFixed(1)} s.`,
    '',
    `  Studio       ${url}`,
    `  Playground   ${url}graphql`,
    `  Admin token  ${token}   (header: Authorization: Bearer <token>)`,
    `  Model        ${model ? `${model.id} (${model.algorithm}, alpha ${model.alpha})` : 'none yet: add data, then retrain'}`,
    '',
    '  A first query to paste:',
    '',
    `    ${query}`,
    '',
    '  Or from a shell:',
    '',
    `    curl -s ${url}graphql -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`,
    '',
    '  Stop with Ctrl-C.',
    '',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const [mode = 'serve', ...rest] = process.argv.slice(2);
  const embedded = rest.includes('--embedded');
  if (mode === 'start') await runServe({ demo: true, embedded: true });
  else if (mode === 'serve') await runServe({ embedded, ...(rest.includes('--no-worker') && { worker: false }) });
  else if (mode === 'worker') await runWorker({ embedded });
  else throw new DomainError('CONFIGURATION', `Unknown mode "${mode}": start, serve or worker.`);
}

const entry = process.argv[1];
if (entry !== undefined && import.meta.url === pathToFileURL(realpathSync(entry)).href) {
  main().catch((error: unknown) => {
    const text =
      error instanceof DomainError
        ? `${error.code}: ${error.message}`
        : error instanceof Error
          ? error.stack
          : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
}
