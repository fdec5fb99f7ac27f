import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newToken, readConfig, type Config } from './config.js';
import { DomainError } from './errors.js';
import { createQueue, type Queue } from './jobs/queue.js';
import { createLogger, type Logger } from './logger.js';
import { createContents } from './services/contents.js';
import { createEvaluate, type Evaluate } from './services/evaluate.js';
import { createModelCache, type ModelCache } from './services/model-cache.js';
import { createModels } from './services/models.js';
import { createRecommend } from './services/recommend.js';
import { createRecordEngagements } from './services/record-engagements.js';
import type { Services } from './services/services.js';
import { createTrain, type Train } from './services/train.js';
import { createUsers } from './services/users.js';
import { CHANNELS } from './store/channels.js';
import { createContentStore, type ContentStore } from './store/content.store.js';
import { openDatabase, type Database } from './store/database.js';
import { startEmbeddedPostgres } from './store/embedded-postgres.js';
import { createEngagementStore, type EngagementStore } from './store/engagement.store.js';
import { createListener } from './store/listener.js';
import { migrate } from './store/migrate.js';
import { createModelStore, type ModelStore } from './store/model.store.js';
import { openQueuePool } from './store/queue-pool.js';
import { createTrainingJobStore, type TrainingJobStore } from './store/training-job.store.js';
import { withTrainingLock } from './store/training-lock.js';
import { createUserStore, type UserStore } from './store/user.store.js';

export interface Stores {
  readonly users: UserStore;
  readonly contents: ContentStore;
  readonly engagements: EngagementStore;
  readonly models: ModelStore;
  readonly jobs: TrainingJobStore;
}

/** The wired service. `close` undoes everything that opening did, in reverse order. */
export interface Container {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
  readonly stores: Stores;
  readonly services: Services;
  readonly train: Train['run'];
  readonly evaluate: Evaluate;
  /** Where the data is: an outside Postgres or the embedded one, and whether it was running already. */
  readonly databaseKind: 'OUTSIDE' | 'EMBEDDED';
  /** Names of the migrations that this opening applied. */
  readonly migrations: readonly string[];
  close(): Promise<void>;
}

export interface ContainerOptions {
  /** Default: read from the environment. */
  readonly config?: Config;
  /** Default: one made from the configuration. */
  readonly logger?: Logger;
  /** Whether the embedded Postgres may be used where DATABASE_URL is not set; default true. */
  readonly embedded?: boolean;
  /** Take training jobs from the queue in this process; default false. */
  readonly worker?: boolean;
  /** Keep the model and the catalogue in step with other processes (LISTEN); default false. */
  readonly live?: boolean;
}

/**
 * Opens the database (embedded where allowed), applies the migrations, and wires the parts.
 * @throws DomainError CONFIGURATION, DATABASE_UNAVAILABLE
 */
export async function openContainer(options: ContainerOptions = {}): Promise<Container> {
  const config = options.config ?? readConfig();
  const logger = options.logger ?? createLogger(config.logLevel);
  const undo: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { url, kind } = await databaseAddress(config, options.embedded ?? true, logger, undo);
    const { applied: migrations } = await migrate(url, {
      onApply: (name) => logger.info({ migration: name }, 'migration applied'),
    });
    const database = await openDatabase(url, { poolSize: config.poolSize });
    undo.push(() => database.close());

    const stores: Stores = {
      users: createUserStore(database),
      contents: createContentStore(database),
      engagements: createEngagementStore(database),
      models: createModelStore(database),
      jobs: createTrainingJobStore(database),
    };
    const cache = createModelCache({ ...stores, logger });
    const queue = createQueue({ pool: openQueuePool(url), logger });
    undo.push(() => queue.close());
    const evaluate = createEvaluate(stores);
    const train = createTrain({ ...stores, cache, addToQueue: queue.add, logger });
    const services: Services = {
      users: createUsers(stores),
      contents: createContents({ ...stores, cache }),
      engagements: createRecordEngagements({ ...stores, now: () => new Date() }),
      recommendations: createRecommend({ ...stores, cache }),
      evaluation: { run: (request) => evaluate.run(request) },
      models: createModels({ ...stores, cache }),
      training: train.training,
      health: {
        check: async () => ({ database: await database.ping(), model: cache.current()?.version.id ?? null }),
      },
    };
    await cache.refresh();
    if (options.live) undo.push(await follow(url, cache, logger));
    if (options.worker) await startWorker(queue, train, database, stores.jobs);
    return {
      config,
      logger,
      database,
      stores,
      services,
      train: train.run,
      evaluate,
      databaseKind: kind,
      migrations,
      close,
    };
  } catch (error) {
    await close().catch((err: unknown) => logger.error({ err }, 'closing after a failed start failed too'));
    throw error;
  }
}

async function databaseAddress(
  config: Config,
  embedded: boolean,
  logger: Logger,
  undo: (() => Promise<unknown>)[],
): Promise<{ url: string; kind: Container['databaseKind'] }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, kind: 'OUTSIDE' };
  if (!embedded)
    throw new DomainError(
      'CONFIGURATION',
      'DATABASE_URL is not set. Set it to the address of a Postgres, or pass --embedded to use the embedded one.',
    );
  const postgres = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'postgres'),
    onLog: (line) => logger.debug({ postgres: true }, line),
  });
  undo.push(() => postgres.stop());
  return { url: postgres.url, kind: 'EMBEDDED' };
}

/** Takes in what other processes change; after a lost connection everything is looked at again. */
async function follow(url: string, cache: ModelCache, logger: Logger): Promise<() => Promise<void>> {
  const warn = (err: unknown): void => logger.error({ err }, 'a change of another process could not be taken in');
  const listener = await createListener(url, [CHANNELS.model, CHANNELS.content], {
    onNotify: (channel, payload) => {
      if (channel === CHANNELS.model) cache.refresh().catch(warn);
      else
        cache
          .refreshContent(payload === '"*"' || payload === '*' ? '*' : (JSON.parse(payload) as number[]))
          .catch(warn);
    },
    onReconnect: () => {
      cache
        .refresh()
        .then(() => cache.refreshContent('*'))
        .catch(warn);
    },
  });
  return () => listener.close();
}

async function startWorker(queue: Queue, train: Train, database: Database, jobs: TrainingJobStore): Promise<void> {
  await queue.startWorker({
    execute: (jobId, signal) => withTrainingLock(database, signal, () => train.execute(jobId, signal)),
    failStale: (olderThanMs) => jobs.failStale(olderThanMs, 'The worker that ran this training is gone. Train again.'),
    queued: async () => (await jobs.findUnfinished()).filter((job) => job.status === 'QUEUED').map((job) => job.id),
  });
}

/** The admin token: from the environment, else one made at the first start and kept in the data folder, readable by its owner. */
export async function adminToken(config: Config): Promise<string> {
  if (config.adminToken !== undefined) return config.adminToken;
  const file = join(config.dataDir, 'admin-token');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const token = newToken();
    await mkdir(config.dataDir, { recursive: true });
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
    return token;
  }
}
