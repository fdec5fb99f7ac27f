import { createServingEngine } from '../compute/create-engine.js';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import { restoreReady } from '../model/hybrid/hybrid-snapshot.js';
import type { ContentRow, ContentStore } from '../store/content.store.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import type { LoadedModel, LoadModel } from './loading/load-model.js';
import { buildServingModel, withContent, type ServingModel } from './serving-model.js';

/** The active model in memory, kept in step with Postgres. Readers take `current()` once and work on that. */
export interface ModelCache {
  current(): ServingModel | null;
  /** @throws DomainError MODEL_NOT_READY that says what to do */
  require(): ServingModel;
  /** Why nothing serves, and what to do; null where a model serves. */
  missing(): string | null;
  /** Why this process cannot read a version, where it has tried the active one in vain; else null. */
  faultOf(id: number): string | null;
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
/** Content rows that are read at once: requests are answered in between. */
const ROWS_AT_ONCE = 250;
/** Where Postgres, the folder or the bucket of the active version does not answer, it is tried again after so long. */
const RETRY_MS = 10_000;

/** @param deps.serving false: nothing is recommended in this process, so no model is held */
export function createModelCache(deps: {
  models: ModelStore;
  contents: ContentStore;
  logger: Logger;
  serving?: boolean;
  loadModel: LoadModel;
  /** Called when a version that could not be reached at first has come into service. */
  onRecovered?: () => void;
}): ModelCache {
  const { models, contents, logger, loadModel } = deps;
  let serving: ServingModel | null = null;
  /** Of the active version, where it cannot be read. */
  let fault: { readonly id: number; readonly message: string } | null = null;
  const closing = new AbortController();
  /** A look at the whole catalogue that has not begun: one is enough for all who ask. */
  let wholeCatalogue: Promise<void> | null = null;
  /** Changes run one after the other, so that a content change is never lost under a swap. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  /** Another process may move the snapshot while it is read. */
  const load = async (row: ModelRow, withCatalogue: boolean): Promise<LoadedModel> => {
    const options = { withCatalogue, inBackground: serving !== null, signal: closing.signal };
    try {
      return await loadModel(row, options);
    } catch (error) {
      const now = await models.get(row.id);
      if (closing.signal.aborted || !now || now.snapshotPlace === row.snapshotPlace) throw error;
      return loadModel(now, options);
    }
  };

  const serve = async (row: ModelRow): Promise<void> => {
    const { ready, content } = await load(row, true);
    const snapshot = restoreReady(ready.model, createServingEngine());
    await new Promise(setImmediate);
    const lastEngagementAt = lastEngagement(row);
    const next = await buildServingModel(
      {
        version: { id: String(row.id), trainedAt: row.createdAt, learners: learnersOf(row), lastEngagementAt },
        model: snapshot.serving,
        halfLifeDays: snapshot.halfLifeDays ?? Infinity,
        itemPk: snapshot.itemPk,
      },
      content,
      ready,
    );
    if (closing.signal.aborted) return;
    serving = next;
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
    if (!active || String(active.id) === serving?.version.id) {
      fault = null;
      return;
    }
    try {
      await serve(active);
      fault = null;
    } catch (error) {
      if (closing.signal.aborted) return;
      if (!(error instanceof DomainError) || !error.code.startsWith('SNAPSHOT')) {
        tryLater(active.id);
        throw error;
      }
      fault = { id: active.id, message: error.message };
      logger.error({ model: active.id, code: error.code }, error.message);
      if (error.code === 'SNAPSHOT_UNAVAILABLE') tryLater(active.id);
      if (serving) return;
      for (const row of await models.page({ first: FALLBACK_VERSIONS, beforeId: active.id })) {
        try {
          await serve(row);
          logger.warn({ model: row.id, instead: active.id }, 'serving the newest readable model before the active one');
          return;
        } catch (fallbackError) {
          logger.error({ model: row.id, err: fallbackError }, 'this model cannot be read either');
        }
      }
    }
  };

  const refreshCatalogue = async (): Promise<void> => {
    wholeCatalogue = null;
    if (!serving) return;
    const rows: ContentRow[] = [];
    for await (const some of contents.readAll(ROWS_AT_ONCE)) rows.push(...some);
    serving = await withContent(serving, rows, true);
  };

  const missing = (): string | null => {
    if (serving) return null;
    return fault === null
      ? NO_MODEL
      : `Model ${fault.id} is active, and cannot be read: ${fault.message} To train, run the retrain mutation or \`npx learnrec train\`.`;
  };

  return {
    current: () => serving,
    require: () => {
      if (!serving) throw new DomainError('MODEL_NOT_READY', missing()!);
      return serving;
    },
    missing,
    faultOf: (id) => (fault?.id === id ? fault.message : null),
    refresh: () => inTurn(refresh),
    refreshContent: (pks) => {
      if (pks === '*') return (wholeCatalogue ??= inTurn(refreshCatalogue));
      return inTurn(async () => {
        if (serving && pks.length > 0) serving = await withContent(serving, await contents.findByPks(pks));
      });
    },
    verify: (row) =>
      inTurn(async () => {
        await load(row, false);
      }),
    close: () => {
      clearTimeout(retry);
      closing.abort();
    },
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
