import { ENGAGEMENT_TYPES, engagementScore, MISSING } from '../model/engagement.js';
import type { EngagementRow, EngagementStore } from '../store/engagement.store.js';
import type { UserStore } from '../store/user.store.js';
import { inOrder, separate } from './batch.js';
import { checkFirst, decodeCursor, encodeCursor, toPage } from './paging.js';
import { toUser } from './rows.js';
import type { Engagement, Page, Services, User } from './services.js';
import { validateUser } from './validate.js';

/** Learners: reading, listing, writing. */
export function createUsers(deps: {
  users: UserStore;
  engagements: EngagementStore;
}): Omit<Services['users'], 'similar' | 'random'> {
  const { users, engagements } = deps;
  const keysOf = async (ids: readonly string[]): Promise<Map<string, number>> =>
    new Map((await users.findByIds([...new Set(ids)])).map(({ id, pk }) => [id, pk]));
  return {
    get: async (id) => {
      const [row] = await users.findByIds([id]);
      return row ? toUser(row) : null;
    },
    getMany: async (ids) => inOrder(ids, (await users.findByIds([...new Set(ids)])).map(toUser)),
    list: async (page, filter): Promise<Page<User>> => {
      checkFirst(page.first);
      const afterPk = page.after === undefined ? undefined : Number(decodeCursor(page.after, 1)[0]);
      const rows = await users.page({ first: page.first + 1, afterPk, filter });
      return toPage(rows, page, toUser, (row) => encodeCursor(row.pk));
    },
    count: (filter) => users.count(filter),
    upsert: async (input) => {
      const { good, userErrors } = separate(input, validateUser, (row) => row.id);
      return { written: (await users.upsertMany(good.map(({ row }) => row))).map(toUser), userErrors };
    },
    delete: async (ids) => {
      const distinct = [...new Set(ids)];
      // Longer ids, and those with characters that Postgres has none of, cannot be there.
      const deleted = new Set(await users.deleteMany(distinct.filter((id) => validateUser({ id }).length === 0)));
      return {
        deletedIds: distinct.filter((id) => deleted.has(id)),
        userErrors: ids.flatMap((id, place) =>
          deleted.has(id)
            ? []
            : [{ path: ['ids', String(place)], message: `no learner has the id "${id}"`, code: 'NOT_FOUND' as const }],
        ),
      };
    },
    engagements: async (userIds, page): Promise<readonly Page<Engagement>[]> => {
      checkFirst(page.first);
      const [ms, pk] = page.after === undefined ? [] : decodeCursor(page.after, 2);
      const after = ms === undefined || pk === undefined ? undefined : { timestamp: new Date(Number(ms)), pk };
      const keys = await keysOf(userIds);
      const rows = await engagements.pagesByUser({ userPks: [...keys.values()], first: page.first + 1, after });
      const pages = new Map<number, EngagementRow[]>();
      for (const row of rows) {
        const own = pages.get(row.userPk);
        if (own) own.push(row);
        else pages.set(row.userPk, [row]);
      }
      return userIds.map((userId) =>
        toPage(pages.get(keys.get(userId) ?? NaN) ?? [], page, (row) => toEngagement(userId, row), engagementCursor),
      );
    },
    countEngagements: async (userIds) => {
      const keys = await keysOf(userIds);
      const counts = await engagements.countByUser([...keys.values()]);
      return userIds.map((userId) => counts.get(keys.get(userId) ?? NaN) ?? 0);
    },
  };
}

const engagementCursor = (row: EngagementRow): string => encodeCursor(row.timestamp.getTime(), row.pk);

function toEngagement(userId: string, row: EngagementRow): Engagement {
  const liked = row.liked === null ? MISSING : Number(row.liked);
  return {
    userId,
    contentId: row.contentId,
    timestamp: row.timestamp,
    durationSeconds: row.durationSeconds,
    liked: row.liked,
    engagementType: row.engagementType ?? ENGAGEMENT_TYPES[0],
    score: engagementScore(row.durationSeconds ?? MISSING, liked),
    cursor: engagementCursor(row),
  };
}
