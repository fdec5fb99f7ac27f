import type { ContentInput, UserInput } from '../services.js';
import { createKeyLookup } from './key-lookup.js';
import type { CompleteEngagement } from './read-input.js';
import type { OpenRows, Row } from './read-rows.js';
import type { ImportStores } from './stores.js';

/** What became of a batch of good rows; rows in neither number were refused. */
export interface Written {
  readonly stored: number;
  readonly duplicates: number;
  readonly createdUsers: number;
}

type Refuse<T> = OpenRows<T>['refuse'];
export type WriteRows<T> = (rows: readonly Row<T>[], refuse: Refuse<T>) => Promise<Written>;

/** Where an id comes again the later row counts, as it would in a later batch. */
function lastById<T extends { readonly id: string }>(rows: readonly Row<T>[]): T[] {
  return [...new Map(rows.map(({ input }) => [input.id, input])).values()];
}

export function createUserWriter(stores: ImportStores): WriteRows<UserInput> {
  return async (rows) => {
    await stores.users.upsertMany(lastById(rows));
    return { stored: rows.length, duplicates: 0, createdUsers: 0 };
  };
}

/** Content that the file gives no title must be stored already. */
export function createContentWriter(stores: ImportStores): WriteRows<ContentInput> {
  return async (rows, refuse) => {
    const untitled = rows.filter(({ input }) => input.title === undefined).map(({ input }) => input.id);
    const titled = new Set((await stores.contents.findByIds([...new Set(untitled)])).map(({ id }) => id));
    const good = rows.filter((row) => {
      if (row.input.title !== undefined || titled.has(row.input.id)) return true;
      refuse(row, { field: 'title', message: 'title is required for new content' }, 'BAD_USER_INPUT');
      return false;
    });
    await stores.contents.upsertMany(lastById(good));
    return { stored: good.length, duplicates: 0, createdUsers: 0 };
  };
}

/** Learners that are not known are created with nothing but their id; content that is not known is a fault. */
export function createEngagementWriter(stores: ImportStores): WriteRows<CompleteEngagement> {
  const contents = createKeyLookup((ids) => stores.contents.findByIds(ids));
  const users = createKeyLookup((ids) => stores.users.findByIds(ids));
  return async (rows, refuse) => {
    const contentPks = await contents.find(rows.map(({ input }) => input.contentId));
    const good = refuseUnknownContent(rows, contentPks, refuse);
    const userIds = new Set(good.map(({ input }) => input.userId));
    const known = await users.find(userIds);
    const missing = [...userIds].filter((id) => !known.has(id));
    const created = missing.length > 0 ? await stores.users.ensure(missing) : new Map<string, number>();
    users.add(created);
    const stored = await stores.engagements.insertMany(
      good.map(({ input }) => ({
        userPk: (known.get(input.userId) ?? created.get(input.userId))!,
        contentPk: contentPks.get(input.contentId)!,
        timestamp: input.timestamp,
        durationSeconds: input.durationSeconds,
        liked: input.liked,
        engagementType: input.engagementType,
        idempotencyKey: input.idempotencyKey ?? null,
      })),
    );
    return { stored, duplicates: good.length - stored, createdUsers: missing.length };
  };
}

export function refuseUnknownContent(
  rows: readonly Row<CompleteEngagement>[],
  contentPks: ReadonlyMap<string, number>,
  refuse: Refuse<CompleteEngagement>,
): readonly Row<CompleteEngagement>[] {
  return rows.filter((row) => {
    if (contentPks.has(row.input.contentId)) return true;
    refuse(row, { field: 'contentId', message: 'no content has this id' }, 'NOT_FOUND');
    return false;
  });
}
