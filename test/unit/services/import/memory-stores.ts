import type { ImportStores } from '../../../../src/services/import/stores.js';
import type { ContentInput, UserInput } from '../../../../src/services/services.js';

type Engagement = Parameters<ImportStores['engagements']['insertMany']>[0][number];

const keyOf = (row: Engagement): string =>
  [row.userPk, row.contentPk, row.timestamp.getTime(), row.engagementType].join();

/** The stores' contract in memory: undefined keeps, null clears, an engagement that is there is not stored again. */
export function memoryStores() {
  const users = new Map<string, { pk: number; id: string } & Partial<UserInput>>();
  const contents = new Map<string, { pk: number; id: string } & Partial<ContentInput>>();
  const engagements = new Map<string, Engagement>();
  const batches: number[] = [];
  const upsert =
    <T extends { readonly id: string }>(table: Map<string, { pk: number; id: string }>) =>
    async (rows: readonly T[]) => {
      if (new Set(rows.map(({ id }) => id)).size !== rows.length) throw new Error('ids must be distinct within a call');
      batches.push(rows.length);
      return rows.map((row) => {
        const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
        const stored = { pk: table.size + 1, ...table.get(row.id), ...given, id: row.id };
        table.set(row.id, stored);
        return stored;
      });
    };
  const find =
    <T>(table: Map<string, T>) =>
    async (ids: readonly string[]) =>
      ids.flatMap((id) => table.get(id) ?? []);
  const stores = {
    users: {
      upsertMany: upsert<UserInput>(users),
      findByIds: find(users),
      ensure: async (ids: readonly string[]) => {
        for (const id of ids) if (!users.has(id)) users.set(id, { pk: users.size + 1, id });
        return new Map(ids.map((id) => [id, users.get(id)!.pk]));
      },
    },
    contents: { upsertMany: upsert<ContentInput>(contents), findByIds: find(contents) },
    engagements: {
      insertMany: async (rows: readonly Engagement[]) => {
        batches.push(rows.length);
        const before = engagements.size;
        for (const row of rows) {
          const key = keyOf(row);
          if (!engagements.has(key)) engagements.set(key, row);
        }
        return engagements.size - before;
      },
      deleteByKeys: async (keys: readonly string[]) => {
        const before = engagements.size;
        for (const [place, row] of engagements)
          if (row.idempotencyKey !== null && keys.includes(row.idempotencyKey)) engagements.delete(place);
        return before - engagements.size;
      },
      openLoad: async () => null,
      rehearse: async () => {
        const after = new Map(engagements);
        return {
          close: async () => undefined,
          deleteByKeys: async () => 0,
          insertMany: async (rows: readonly Engagement[]) => {
            const before = after.size;
            for (const row of rows) if (!after.has(keyOf(row))) after.set(keyOf(row), row);
            return after.size - before;
          },
        };
      },
    },
  };
  return { stores: stores as unknown as ImportStores, users, contents, engagements, batches };
}
