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
}): Omit<Services['users'], 'similar'> {
  const { users, engagements } = deps;
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
    engagements: async (userId, page): Promise<Page<Engagement>> => {
      checkFirst(page.first);
      const [user] = await users.findByIds([userId]);
      if (!user) return { edges: [], hasNextPage: false, hasPreviousPage: false };
      const [ms, pk] = page.after === undefined ? [] : decodeCursor(page.after, 2);
      const after = ms === undefined || pk === undefined ? undefined : { timestamp: new Date(Number(ms)), pk };
      const rows = await engagements.pageByUser({ userPk: user.pk, first: page.first + 1, after });
      return toPage(rows, page, (row) => toEngagement(userId, row), engagementCursor);
    },
    countEngagements: async (userId) => {
      const [user] = await users.findByIds([userId]);
      return user ? engagements.countByUser(user.pk) : 0;
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
