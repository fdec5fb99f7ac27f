import { ASPECT_OF, type FeedbackAspect } from '../../model/feedback.js';
import type { ContentRow, ContentWrite } from '../../store/content.store.js';
import { judgePrerequisites, type PrerequisiteFault } from '../../store/judge-prerequisites.js';
import type { UserRow } from '../../store/user.store.js';
import type { ImportStores } from './stores.js';

/** The part of the stores that writers write to. */
export type WriterStores = Pick<ImportStores, 'users' | 'contents'> & {
  readonly engagements: Pick<ImportStores['engagements'], 'insertMany' | 'deleteByKeys'> &
    Partial<Pick<ImportStores['engagements'], 'openLoad'>>;
  readonly feedback: Pick<ImportStores['feedback'], 'insertMany'>;
};

/** Stores that read as the real ones do after what was written to them, and write nothing. */
export interface Rehearsal {
  readonly stores: WriterStores;
  close(): Promise<void>;
}

/** Remembers new and changed learners and content in memory; of feedback its time; engagements are remembered by the store. */
export async function openRehearsal(stores: ImportStores): Promise<Rehearsal> {
  const engagements = await stores.engagements.rehearse();
  let lastPk = 0;
  const users = overlay<UserRow>(
    (ids) => stores.users.findByIds(ids),
    () => --lastPk,
  );
  const contents = overlay<ContentRow>(
    (ids) => stores.contents.findByIds(ids),
    () => --lastPk,
  );
  return {
    stores: {
      users: {
        ...users,
        ensure: async (ids) =>
          new Map((await users.upsertMany(ids.map((id) => ({ id })))).map(({ id, pk }) => [id, pk])),
      },
      contents: {
        findByIds: contents.findByIds,
        upsertMany: async (rows, refuse) => {
          const faults = await judgeRehearsed(contents.findByIds, rows);
          for (const fault of faults) refuse?.(fault);
          const refused = new Set(faults.map(({ id }) => id));
          return contents.upsertMany(rows.filter(({ id }) => !refused.has(id)));
        },
      },
      engagements,
      feedback: rehearseFeedback(stores.feedback),
    },
    close: () => engagements.close(),
  };
}

/** As the content store judges, over what the rehearsal has written. */
async function judgeRehearsed(
  find: (ids: readonly string[]) => Promise<readonly ContentRow[]>,
  rows: readonly ContentWrite[],
): Promise<PrerequisiteFault[]> {
  const of = new Map<string, readonly string[]>();
  let level = new Set(rows.flatMap(({ id, prerequisites }) => [id, ...(prerequisites ?? [])]));
  while (level.size > 0) {
    const found = await find([...level]);
    for (const { id, prerequisites } of found) of.set(id, prerequisites ?? []);
    level = new Set(found.flatMap(({ prerequisites }) => prerequisites ?? []).filter((id) => !of.has(id)));
  }
  return judgePrerequisites(rows, { known: new Set(of.keys()), of });
}

/** Counts what would be stored: what is newer than what was said before, stored or earlier in the file. */
function rehearseFeedback(feedback: ImportStores['feedback']): WriterStores['feedback'] {
  const latest = new Map<string, number>();
  const keyOf = (userPk: number, contentPk: number, aspect: FeedbackAspect) => `${userPk} ${contentPk} ${aspect}`;
  return {
    insertMany: async (rows) => {
      for (const { userPk, contentPk, aspect, givenAt } of await feedback.findAspects(rows)) {
        const key = keyOf(userPk, contentPk, aspect);
        latest.set(key, Math.max(givenAt.getTime(), latest.get(key) ?? -Infinity));
      }
      const newest = new Map<string, number>();
      for (const { userPk, contentPk, kind, givenAt } of rows) {
        const key = keyOf(userPk, contentPk, ASPECT_OF[kind]);
        newest.set(key, Math.max(givenAt.getTime(), newest.get(key) ?? -Infinity));
      }
      const stored = [...newest].filter(([key, at]) => at > (latest.get(key) ?? -Infinity));
      for (const [key, at] of stored) latest.set(key, at);
      return stored.length;
    },
  };
}

function overlay<Row extends { readonly id: string; readonly pk: number }>(
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
  nextPk: () => number,
) {
  const changed = new Map<string, Row>();
  const findByIds = async (ids: readonly string[]): Promise<Row[]> => {
    const stored = await find(ids.filter((id) => !changed.has(id)));
    return [...stored, ...ids.flatMap((id) => changed.get(id) ?? [])];
  };
  return {
    findByIds,
    upsertMany: async (rows: readonly { readonly id: string }[]): Promise<Row[]> => {
      const before = new Map((await findByIds(rows.map(({ id }) => id))).map((row) => [row.id, row]));
      return rows.map((row) => {
        const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
        const after = { ...(before.get(row.id) ?? { pk: nextPk() }), ...given } as Row;
        changed.set(row.id, after);
        return after;
      });
    },
  };
}
