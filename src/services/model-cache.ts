import { createServingEngine } from '../compute/create-engine.js';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import { decodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import type { ContentStore } from '../store/content.store.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import { buildServingModel, withContent, type ServingModel } from './serving-model.js';

/** The active model in memory, kept in step with Postgres. Readers take `current()` once and work on that. */
export interface ModelCache {
  current(): ServingModel | null;
  /** @throws DomainError MODEL_NOT_READY */
  require(): ServingModel;
  /**
   * Brings the cache to the active version. A version that cannot be read is refused; the one in service stays, and at the
   * start the newest readable one before it serves.
   */
  refresh(): Promise<void>;
  /** Takes in content rows that were added or changed; `*` for all. Returns when they can be recommended. */
  refreshContent(pks: readonly number[] | '*'): Promise<void>;
  /** Reads one version whole, to see that it can serve. @throws DomainError of a code that begins with SNAPSHOT */
  verify(row: ModelRow): Promise<void>;
  /** Looks no more. */
  close(): void;
}

const NO_MODEL =
  'No model is active yet. Add users, content and engagements, then run the retrain mutation or `npx learnrec train`.';
/** Versions tried at the start when the active one cannot be read. */
const FALLBACK_VERSIONS = 5;
/** Where the folder or the bucket of the active version does not answer, it is tried again after so long. */
const RETRY_MS = 10_000;

/** @param deps.serving false: nothing is recommended in this process, so no model is held */
export function createModelCache(deps: {
  models: ModelStore;
  contents: ContentStore;
  logger: Logger;
  serving?: boolean;
  /** Called when a version that could not be reached at first has come into service. */
  onRecovered?: () => void;
}): ModelCache {
  const { models, contents, logger } = deps;
  let serving: ServingModel | null = null;
  let itemPk = new Int32Array(0);
  /** Changes run one after the other, so that a content change is never lost under a swap. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  const load = async (row: ModelRow): Promise<void> => {
    const snapshot = decodeHybrid(await models.readSnapshot(row.id), createServingEngine());
    const lastEngagementAt = lastEngagement(row);
    serving = await buildServingModel(
      {
        version: { id: String(row.id), trainedAt: row.createdAt, learners: learnersOf(row), lastEngagementAt },
        model: snapshot.serving,
        halfLifeDays: snapshot.halfLifeDays ?? Infinity,
        itemPk: snapshot.itemPk,
      },
      await contents.all(),
    );
    itemPk = Int32Array.from(snapshot.itemPk);
    logger.info({ model: row.id, algorithm: row.algorithm, items: serving.rows.length }, 'model in service');
  };

  let retry: NodeJS.Timeout | undefined;
  const tryLater = (id: number): void => {
    clearTimeout(retry);
    retry = setTimeout(() => {
      void inTurn(refresh)
        .then(() => {
          if (serving?.version.id === String(id)) deps.onRecovered?.();
        })
        .catch((err: unknown) => {
          logger.warn({ err }, 'the active model could not be looked up');
          tryLater(id);
        });
    }, RETRY_MS);
    retry.unref();
  };

  const refresh = async (): Promise<void> => {
    if (deps.serving === false) return;
    const active = await models.active();
    if (!active || String(active.id) === serving?.version.id) return;
    try {
      await load(active);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('SNAPSHOT')) throw error;
      logger.error({ model: active.id, code: error.code }, error.message);
      if (error.code === 'SNAPSHOT_UNAVAILABLE') tryLater(active.id);
      if (serving) return;
      for (const row of await models.page({ first: FALLBACK_VERSIONS, beforeId: active.id })) {
        try {
          await load(row);
          logger.warn({ model: row.id, instead: active.id }, 'serving the newest readable model before the active one');
          return;
        } catch (fallbackError) {
          logger.error({ model: row.id, err: fallbackError }, 'this model cannot be read either');
        }
      }
    }
  };

  return {
    current: () => serving,
    require: () => {
      if (!serving) throw new DomainError('MODEL_NOT_READY', NO_MODEL);
      return serving;
    },
    refresh: () => inTurn(refresh),
    refreshContent: (pks) =>
      inTurn(async () => {
        if (!serving) return;
        if (pks === '*') serving = await buildServingModel({ ...serving, itemPk }, await contents.all());
        else if (pks.length > 0) serving = withContent(serving, await contents.findByPks(pks));
      }),
    verify: async (row) => {
      decodeHybrid(await models.readSnapshot(row.id));
    },
    close: () => clearTimeout(retry),
  };
}

/** How many learners a version was trained on; 0 where it does not say. */
function learnersOf(row: ModelRow): number {
  return (row.fingerprint as { users?: number }).users ?? 0;
}

/** The instant of the newest engagement that a version was trained on. */
export function lastEngagement(row: ModelRow): Date | null {
  const { lastEngagementAt } = row.fingerprint as { lastEngagementAt?: string | null };
  return lastEngagementAt ? new Date(lastEngagementAt) : null;
}
