import { randomInt } from 'node:crypto';
import type { Logger } from '../logger.js';
import type { ContentStore } from '../store/content.store.js';
import type { ListStore, ListWrite } from '../store/list.store.js';
import type { UserStore } from '../store/user.store.js';
import { newListId } from './list-id.js';
import type { RecommendationList } from './recommendation.js';

/** Remembers some of the lists that are answered, so that what became of them can be told. */
export interface ListLog {
  /**
   * Draws whether the list is logged. Costs the request nothing: the rest is done later, and where it fails the list is lost to
   * the log and to nothing else.
   * @returns the list with the id to answer with
   */
  offer(list: RecommendationList): RecommendationList;
  figures(): ListLogFigures;
  /** Stores what still waits, as far as Postgres takes it. */
  close(): Promise<void>;
}

export interface ListLogFigures {
  /** Lists stored since the start of this process. */
  readonly stored: number;
  /** Lists that were to be logged and were not, since the start. */
  readonly dropped: number;
  /** Lists that wait to be stored. */
  readonly waiting: number;
}

/** Lists that wait at most; further ones are dropped. */
const MOST_WAITING = 5_000;
const LISTS_AT_ONCE = 500;
const EVERY_MS = 1_000;

/** 0 to 1, excluding 1. */
const draw = (): number => randomInt(2 ** 32) / 2 ** 32;

interface Waiting {
  readonly list: RecommendationList;
  readonly at: Date;
}

/**
 * @param deps.share of the lists that are logged, 0-1
 */
export function createListLog(deps: {
  readonly lists: Pick<ListStore, 'insertMany'>;
  readonly users: Pick<UserStore, 'findByIds'>;
  readonly contents: Pick<ContentStore, 'findByIds'>;
  readonly share: number;
  readonly random?: () => number;
  readonly now: () => Date;
  readonly logger: Logger;
}): ListLog {
  const { lists, users, contents, share, random = draw, now, logger } = deps;
  const waiting: Waiting[] = [];
  let stored = 0;
  let dropped = 0;
  let storing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const store = async (batch: readonly Waiting[]): Promise<void> => {
    const [userRows, contentRows] = await Promise.all([
      users.findByIds([...new Set(batch.map(({ list }) => list.userId!))]),
      contents.findByIds([...new Set(batch.flatMap(({ list }) => list.items.map(({ content }) => content.id)))]),
    ]);
    const userPk = new Map(userRows.map(({ id, pk }) => [id, pk]));
    const contentPk = new Map(contentRows.map(({ id, pk }) => [id, pk]));
    const rows: ListWrite[] = [];
    for (const { list, at } of batch) {
      const owner = userPk.get(list.userId!);
      // Content is not removed, but a place must never be counted for another.
      if (owner === undefined || !list.items.every(({ content }) => contentPk.has(content.id))) continue;
      rows.push({
        id: list.id,
        userPk: owner,
        modelVersionId: Number(list.servedBy.modelVersion),
        createdAt: at,
        firstRank: list.items[0].rank,
        contentPks: list.items.map(({ content }) => contentPk.get(content.id)!),
        reasonKinds: list.items.map((item) => item.reasons(1)[0]?.kind ?? ''),
      });
      // Reasons take time: requests go first.
      await new Promise(setImmediate);
    }
    stored += await lists.insertMany(rows);
  };

  const storeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, LISTS_AT_ONCE);
      try {
        await store(batch);
      } catch (err) {
        dropped += batch.length;
        logger.warn({ err, lists: batch.length }, 'lists could not be logged');
      }
    }
  };

  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      storing ??= storeAll().finally(() => {
        storing = undefined;
        if (waiting.length > 0) schedule();
      });
    }, EVERY_MS);
    timer.unref();
  };

  return {
    offer: (list) => {
      // Engagements need a learner: a list of nobody leads to none.
      if (list.userId === null || list.servedBy.strategy === 'UNKNOWN_USER' || list.items.length === 0) return list;
      if (!(random() < share)) return list;
      if (waiting.length >= MOST_WAITING) {
        dropped++;
        return list;
      }
      const logged = { ...list, id: newListId(true) };
      waiting.push({ list: logged, at: now() });
      schedule();
      return logged;
    },
    figures: () => ({ stored, dropped, waiting: waiting.length }),
    close: async () => {
      clearTimeout(timer);
      await storing;
      await storeAll();
    },
  };
}
