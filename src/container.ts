import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, readConfig, wholeEnvironment, type Config } from './config.js';
import type { SparkSettings } from './config/spark-variables.js';
import { DomainError } from './errors.js';
import { createQueue, type Queue, type TrainingTasks } from './jobs/queue.js';
import { createLogger, type Logger } from './logger.js';
import { createAlphaSweep } from './services/alpha-sweep.js';
import { createApiKeys, type ApiKeys } from './services/api-keys.js';
import { createCohortReader } from './services/cohorts.js';
import { createChanges, type Changes } from './services/changes.js';
import { createCompareModels } from './services/compare-models.js';
import { createModelSignificance, type CompareSignificance } from './services/model-significance.js';
import { createContents } from './services/contents.js';
import { createEvaluate, type Evaluate } from './services/evaluate.js';
import { createInsights } from './services/insights/insights.js';
import { createFeedback } from './services/feedback.js';
import { createFitOnSpark, type FitElsewhere } from './services/fit-on-spark.js';
import { createListLog } from './services/list-log.js';
import { createModelLoader } from './services/loading/load-model.js';
import { createModelCache, type ModelCache } from './services/model-cache.js';
import { createModelReport } from './services/model-report.js';
import { createModels } from './services/models.js';
import { createLearnerReader } from './services/read-learner.js';
import { createRecommendForProfile } from './services/recommend-profile.js';
import { createOperationFigures } from './services/operation-figures.js';
import { createRandomUsers } from './services/random-users.js';
import { createRecommend } from './services/recommend.js';
import { createRecordEngagements } from './services/record-engagements.js';
import { createRetrainTriggers } from './services/retrain-triggers.js';
import type { Services } from './services/services.js';
import { createSimilarContent } from './services/similar-content.js';
import { createSimilarUsers } from './services/similar-users.js';
import { createSubscriptions } from './services/subscriptions.js';
import { createTrain, type Train } from './services/train.js';
import { createTrending } from './services/trending.js';
import { createValues } from './services/values.js';
import { createUsers } from './services/users.js';
import { createApiKeyStore } from './store/api-key.store.js';
import { CHANNELS, keysOfPayload } from './store/channels.js';
import { createCoEngagementStore } from './store/co-engagement.store.js';
import { createCohortStore } from './store/cohort.store.js';
import { createContentStore, type ContentStore } from './store/content.store.js';
import { openDatabase, type Database } from './store/database.js';
import { startEmbeddedPostgres } from './store/embedded-postgres.js';
import { createEngagementStore, type EngagementStore } from './store/engagement.store.js';
import { createInsightsStore } from './store/insights.store.js';
import type { Exchange } from './store/exchange/exchange.js';
import { createFolderExchange } from './store/exchange/folder-exchange.js';
import { createS3Exchange } from './store/exchange/s3-exchange.js';
import { createFeedbackStore, type FeedbackStore } from './store/feedback.store.js';
import { createHistoryStore, type HistoryStore } from './store/history.store.js';
import { createListStore, type ListStore } from './store/list.store.js';
import { createLearnerStore } from './store/learner.store.js';
import { createListener } from './store/listener.js';
import { migrate } from './store/migrate.js';
import { createModelStore, type ModelStore } from './store/model.store.js';
import { openQueuePool } from './store/queue-pool.js';
import { memoryRateCounter, postgresRateCounter } from './store/rate-counter.store.js';
import { closePlaces, openPlaces } from './store/snapshots/open-places.js';
import type { SnapshotPlaces } from './store/snapshots/snapshot-bytes.js';
import { createTrendingStore } from './store/trending.store.js';
import { createValueStore } from './store/value.store.js';
import { createTrainingJobStore, type TrainingJobStore } from './store/training-job.store.js';
import { createSegmentStore } from './store/segment.store.js';
import { createTrainingLock } from './store/training-lock.js';
import { createTrainingTrialStore } from './store/training-trial.store.js';
import { createUserStore, type UserStore } from './store/user.store.js';
import { packageRoot, packageVersion } from './version.js';

const DAY = 86_400_000;

export interface Stores {
  readonly users: UserStore;
  readonly contents: ContentStore;
  readonly engagements: EngagementStore;
  readonly feedback: FeedbackStore;
  readonly histories: HistoryStore;
  readonly lists: ListStore;
  readonly models: ModelStore;
  readonly jobs: TrainingJobStore;
}

/** Connections of a serving process for work that no request waits for. */
const PATIENT_CONNECTIONS = 4;

/** The wired service. `close` undoes everything that opening did, in reverse order. */
export interface Container {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
  readonly stores: Stores;
  readonly services: Services;
  readonly keys: ApiKeys;
  readonly train: Train['run'];
  readonly evaluate: Evaluate;
  readonly significance: CompareSignificance;
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
  /** Hold the active model in memory, to recommend from; default true. */
  readonly serving?: boolean;
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
    const database = await openDatabase(url, {
      poolSize: config.poolSize,
      ...(options.live && { statementSeconds: config.limits.seconds }),
    });
    undo.push(() => database.close());
    // What is not done for a request that waits may take its time: trainings, evaluations, loading a model.
    const patient = options.live ? await openDatabase(url, { poolSize: PATIENT_CONNECTIONS }) : database;
    if (patient !== database) undo.push(() => patient.close());

    const places = openPlaces(config.snapshots);
    undo.push(async () => closePlaces(places));
    const stores = storesOf(database, places);
    const patientStores = storesOf(patient, places);
    const serving = options.serving ?? true;
    const changes = createChanges();
    undo.push(async () => changes.close());
    const cache = createModelCache({
      ...patientStores,
      logger,
      serving,
      loadModel: createModelLoader({ url, places: config.snapshots }, wholeEnvironment()),
      onRecovered: () => changes.publish({ kind: 'MODEL' }),
    });
    undo.push(async () => cache.close());
    const queue = createQueue({
      pool: openQueuePool(url),
      logger,
      schedule: config.retrainSchedule ?? null,
    });
    undo.push(() => queue.close());
    const significance = createModelSignificance(patientStores);
    // A process that serves keeps a core for that.
    const cores = availableParallelism();
    const evaluate = createEvaluate(
      patientStores,
      options.live ? Math.max(1, cores - 1) : cores,
      config.trainingThreads,
    );
    const exchange = config.spark && openExchange(config.spark);
    if (exchange) undo.push(async () => exchange.close());
    const train = createTrain({
      ...patientStores,
      cache,
      addToQueue: queue.add,
      trials: createTrainingTrialStore(patient),
      lock: createTrainingLock(database),
      fitOnSpark: exchange ? fitOnSpark(config.spark!, exchange, patientStores, logger) : null,
      trainsHere: config.worker === 'inside',
      gate: config.gate,
      keepModels: config.keepModels,
      threads: config.trainingThreads,
      version: packageVersion(),
      logger,
    });
    const now = () => new Date();
    // Only what is answered to somebody is logged.
    const log = createListLog({ ...stores, share: options.live ? config.listSample : 0, now, logger });
    undo.push(() => log.close());
    const cohortOf = createCohortReader(createCohortStore(database));
    const readLearners = createLearnerReader({ learners: createLearnerStore(database), cache, cohortOf });
    const keys = createApiKeys({ keys: createApiKeyStore(database), now, logger });
    const trends = createTrendingStore(database);
    const parts: Omit<Services, 'subscriptions'> = {
      users: {
        ...createUsers(stores),
        similar: createSimilarUsers({ ...stores, coEngagements: createCoEngagementStore(database) }),
        random: createRandomUsers({ ...stores, segments: createSegmentStore(database), now }),
      },
      contents: {
        ...createContents({ ...stores, cache }),
        ...createSimilarContent({ ...stores, cache, readLearners, now }),
        trending: createTrending({ ...stores, trends, cache, now }),
      },
      settings: {
        version: packageVersion(),
        gate: config.gate === 'off' ? 'OFF' : 'STRICT',
        keepModels: config.keepModels,
        worker: config.worker === 'apart' ? 'APART' : 'INSIDE',
        retrainSchedule: config.retrainSchedule ?? null,
        retrainAfter: config.retrainAfter,
        poolSize: config.poolSize,
      },
      values: createValues({ values: createValueStore(database), now }),
      engagements: createRecordEngagements({ ...stores, now }),
      feedback: createFeedback({ ...stores, now }),
      recommendations: {
        ...createRecommend({ cache, readLearners, now, log }),
        forProfile: createRecommendForProfile({ cache, cohortOf, now }),
        alphaSweep: createAlphaSweep(readLearners),
      },
      insights: createInsights({ insights: createInsightsStore(database), trends, now }),
      evaluation: { run: (request, deadline) => evaluate.run(request, { signal: deadline?.signal }) },
      models: {
        ...createModels({ ...stores, cache }),
        compare: createCompareModels(patientStores),
        significance: (request, deadline) => significance(request, { signal: deadline?.signal }),
        report: createModelReport({ ...patientStores, now }),
      },
      training: train.training,
      keys,
      rateCounter: config.rateStore === 'postgres' ? postgresRateCounter(database.pool) : memoryRateCounter,
      health: {
        check: async () => ({
          database: await database.ping(),
          model: cache.current()?.version.id ?? null,
          missing: cache.missing(),
        }),
        figures: createOperationFigures({
          ...stores,
          database,
          cache,
          queueLength: queue.length,
          subscriptions: changes.size,
          listLog: log,
        }),
      },
    };
    const services: Services = {
      ...parts,
      subscriptions: createSubscriptions({
        changes,
        users: stores.users,
        services: parts,
        evaluate: evaluate.run,
        offer: log.offer,
        logger,
      }),
    };
    await cache.refresh();
    if (options.live) undo.push(await follow(url, cache, changes, keys, logger));
    if (options.worker) {
      const triggers = createRetrainTriggers({
        ...stores,
        enqueue: train.training.enqueue,
        retrainAfter: config.retrainAfter,
        now,
        logger,
      });
      const clean = async (): Promise<void> => {
        const removed = await patientStores.lists.removeBefore(new Date(now().getTime() - config.listDays * DAY));
        if (removed > 0) logger.info({ removed }, 'old lists removed');
        const orphans = await patientStores.models.removeOrphans(new Date(now().getTime() - DAY));
        if (orphans > 0) logger.info({ orphans }, 'snapshots that no model has removed');
      };
      await startWorker(queue, train, stores.jobs, { ...triggers, clean });
    }
    return {
      config,
      logger,
      database,
      stores,
      services,
      keys,
      train: train.run,
      evaluate,
      significance,
      databaseKind: kind,
      migrations,
      close,
    };
  } catch (error) {
    await close().catch((err: unknown) => logger.error({ err }, 'closing after a failed start failed too'));
    throw error;
  }
}

function openExchange({ exchange }: SparkSettings): Exchange {
  return 'folder' in exchange ? createFolderExchange(exchange.folder) : createS3Exchange(exchange);
}

function fitOnSpark(
  settings: SparkSettings,
  exchange: Exchange,
  { engagements }: Stores,
  logger: Logger,
): FitElsewhere {
  const script = join(packageRoot(), 'spark/train_als.py');
  return createFitOnSpark({ engagements, exchange, settings, script, environment: childEnvironment(), logger });
}

function storesOf(database: Database, places: SnapshotPlaces): Stores {
  return {
    users: createUserStore(database),
    contents: createContentStore(database),
    engagements: createEngagementStore(database),
    feedback: createFeedbackStore(database),
    histories: createHistoryStore(database),
    lists: createListStore(database),
    models: createModelStore(database, places),
    jobs: createTrainingJobStore(database),
  };
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

/** Takes in what this and other processes change; after a lost connection everything is looked at again. */
async function follow(
  url: string,
  cache: ModelCache,
  changes: Changes,
  keys: ApiKeys,
  logger: Logger,
): Promise<() => Promise<void>> {
  const warn = (err: unknown): void => logger.error({ err }, 'a change of another process could not be taken in');
  const listener = await createListener(url, Object.values(CHANNELS), {
    onNotify: (channel, payload) => {
      if (channel === CHANNELS.jobs) changes.publish({ kind: 'JOB', jobId: payload });
      else if (channel === CHANNELS.keys) keys.forget(payload);
      else if (channel === CHANNELS.engagements)
        changes.publish({ kind: 'ENGAGEMENTS', userPks: keysOfPayload(payload) });
      else if (channel === CHANNELS.model)
        cache
          .refresh()
          .then(() => changes.publish({ kind: 'MODEL' }))
          .catch(warn);
      else
        cache
          .refreshContent(keysOfPayload(payload))
          .then(() => changes.publish({ kind: 'CONTENT' }))
          .catch(warn);
    },
    onReconnect: () => {
      logger.warn('the connection that hears of changes was lost; everything is looked at again');
      keys.forget('*');
      cache
        .refresh()
        .then(() => cache.refreshContent('*'))
        .then(() => changes.publish({ kind: 'MISSED' }))
        .catch(warn);
    },
  });
  return () => listener.close();
}

async function startWorker(
  queue: Queue,
  train: Train,
  jobs: TrainingJobStore,
  others: Pick<TrainingTasks, 'checkThreshold' | 'onSchedule' | 'clean'>,
): Promise<void> {
  await queue.startWorker({
    execute: train.execute,
    recover: train.recover,
    queued: async () => (await jobs.findUnfinished()).filter((job) => job.status === 'QUEUED').map((job) => job.id),
    ...others,
  });
}
