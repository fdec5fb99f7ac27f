import type { EngagementLoad } from '../../store/engagement-load.js';
import type { EngagementWrite } from '../../store/engagement.store.js';
import { createKeyLookup } from './key-lookup.js';
import type { CompleteEngagement } from './read-input.js';
import type { OpenRows, Row } from './read-rows.js';
import type { WriterStores } from './rehearsal.js';

/** What became of the rows so far. */
export interface Written {
  inserted: number;
  /** Learners and content that were there with other values. */
  updated: number;
  /** Learners and content that were there just so. */
  unchanged: number;
  /** Engagements that were there already, or came earlier in the file. */
  duplicates: number;
  /** Rows that another record of the file declares void. */
  voided: number;
  /** Engagements that were stored and are not any more, because a record declares them void. */
  removed: number;
  /** Learners created because engagements name them. */
  createdUsers: number;
}

export type Refuse<T> = OpenRows<T>['refuse'];

/** Stores rows batch by batch. */
export interface RowWriter<T> {
  readonly written: Written;
  /** Some rows may wait in memory for the next ones. */
  write(rows: readonly Row<T>[], refuse: Refuse<T>): Promise<void>;
  /** Stores what still waits. */
  finish(): Promise<void>;
  /** Gives up what waits, after a failure. */
  abandon(): Promise<void>;
}

export const nothing = (): Written => ({
  inserted: 0,
  updated: 0,
  unchanged: 0,
  duplicates: 0,
  voided: 0,
  removed: 0,
  createdUsers: 0,
});

/** Engagements stored by one statement: enough that each costs little, and few enough to hold in memory twice. */
const ROWS_AT_ONCE = 100_000;
/** From this size on, in bytes, a file is loaded into an empty table in one transaction. */
const LOADED_FROM = 32 * 1024 * 1024;

/**
 * Learners that are not known are created with nothing but their id; content that is not known is a fault. While Postgres
 * stores one large batch, the next one is read.
 * @param file being read: the keys that it declares void count, as far as it has been read
 */
export function createEngagementWriter(
  stores: WriterStores,
  file: Pick<OpenRows<CompleteEngagement>, 'voided' | 'bytes' | 'format'>,
): RowWriter<CompleteEngagement> {
  const { voided } = file;
  // A load holds everything back until its end, so that nothing can be removed from the database meanwhile.
  const mayLoad = file.bytes >= LOADED_FROM && file.format !== 'xapi';
  const written = nothing();
  const contents = createKeyLookup((ids) => stores.contents.findByIds(ids));
  const users = createKeyLookup((ids) => stores.users.findByIds(ids));
  let waiting: EngagementWrite[] = [];
  let storing = Promise.resolve();
  let voidsDone = 0;
  let load: Promise<EngagementLoad | null> | undefined;
  let loaded = 0;

  const store = async (rows: readonly EngagementWrite[], newlyVoid: readonly string[]): Promise<void> => {
    const good =
      voided.size === 0
        ? rows
        : rows.filter(({ idempotencyKey }) => idempotencyKey === null || !voided.has(idempotencyKey));
    if (mayLoad) load ??= stores.engagements.openLoad?.() ?? Promise.resolve(null);
    const loading = await load;
    if (loading) {
      await loading.add(good);
      loaded += good.length;
      return;
    }
    const inserted = await stores.engagements.insertMany(good);
    written.voided += rows.length - good.length;
    written.inserted += inserted;
    written.duplicates += good.length - inserted;
    if (newlyVoid.length > 0) written.removed += await stores.engagements.deleteByKeys(newlyVoid);
  };
  const storeWaiting = async (): Promise<void> => {
    await storing;
    const rows = waiting;
    waiting = [];
    const newlyVoid = [...voided].slice(voidsDone);
    voidsDone = voided.size;
    storing = store(rows, newlyVoid);
    // Its failure is met at the next await; until then it is nobody's unhandled rejection.
    storing.catch(() => undefined);
  };
  return {
    written,
    async write(rows, refuse) {
      const contentPks = await contents.find(rows.map(({ input }) => input.contentId));
      const good = refuseUnknownContent(rows, contentPks, refuse);
      const userIds = new Set(good.map(({ input }) => input.userId));
      const known = await users.find(userIds);
      const missing = [...userIds].filter((id) => !known.has(id));
      const created = missing.length > 0 ? await stores.users.ensure(missing) : new Map<string, number>();
      users.add(created);
      written.createdUsers += missing.length;
      for (const { input } of good)
        waiting.push({
          userPk: (known.get(input.userId) ?? created.get(input.userId))!,
          contentPk: contentPks.get(input.contentId)!,
          timestamp: input.timestamp,
          durationSeconds: input.durationSeconds,
          liked: input.liked,
          engagementType: input.engagementType,
          idempotencyKey: input.idempotencyKey ?? null,
        });
      if (waiting.length >= ROWS_AT_ONCE) await storeWaiting();
    },
    async finish() {
      await storeWaiting();
      await storing;
      const loading = await load;
      load = undefined;
      if (!loading) return;
      written.inserted += await loading.finish();
      written.duplicates += loaded - written.inserted;
    },
    async abandon() {
      await storing.catch(() => undefined);
      await (await load)?.abandon();
    },
  };
}

export function refuseUnknownContent<T extends { readonly contentId: string }>(
  rows: readonly Row<T>[],
  contentPks: ReadonlyMap<string, number>,
  refuse: Refuse<T>,
): readonly Row<T>[] {
  return rows.filter((row) => {
    if (contentPks.has(row.input.contentId)) return true;
    refuse(row, { field: 'contentId', message: 'no content has this id' }, 'NOT_FOUND');
    return false;
  });
}
