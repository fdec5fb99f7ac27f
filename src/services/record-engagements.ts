import type { EngagementStore, EngagementWrite } from '../store/engagement.store.js';
import type { ContentStore } from '../store/content.store.js';
import type { UserStore } from '../store/user.store.js';
import { rowError, separate } from './batch.js';
import { isLogged } from './list-id.js';
import type { EngagementInput, Services } from './services.js';
import { validateEngagement } from './validate.js';

/** Writes engagements; the next recommendation of those learners reflects them, since it reads their history anew. */
export function createRecordEngagements(deps: {
  users: UserStore;
  contents: ContentStore;
  engagements: EngagementStore;
  now: () => Date;
}): Services['engagements'] {
  const { users, contents, engagements, now } = deps;
  return {
    record: async (input) => {
      const { good, userErrors } = separate(input, validateEngagement, null);
      const userPks = await pksOf(users, good, ({ userId }) => userId);
      const contentPks = await pksOf(contents, good, ({ contentId }) => contentId);
      const rows: EngagementWrite[] = [];
      for (const { row, place } of good) {
        const userPk = userPks.get(row.userId);
        const contentPk = contentPks.get(row.contentId);
        if (userPk === undefined)
          userErrors.push(
            rowError(place, { field: 'userId', message: `userId: no learner has the id "${row.userId}"` }, 'NOT_FOUND'),
          );
        if (contentPk === undefined)
          userErrors.push(
            rowError(
              place,
              { field: 'contentId', message: `contentId: no content has the id "${row.contentId}"` },
              'NOT_FOUND',
            ),
          );
        if (userPk !== undefined && contentPk !== undefined)
          rows.push({
            userPk,
            contentPk,
            timestamp: row.timestamp ?? now(),
            durationSeconds: row.durationSeconds ?? null,
            liked: row.liked ?? null,
            engagementType: row.engagementType ?? 'VIEWED',
            idempotencyKey: row.idempotencyKey ?? null,
            ...(row.listId !== undefined && isLogged(row.listId) && { listId: row.listId }),
          });
      }
      const recorded = await engagements.insertMany(rows);
      return { recorded, duplicates: rows.length - recorded, userErrors };
    },
  };
}

async function pksOf(
  store: { findByIds(ids: readonly string[]): Promise<readonly { readonly id: string; readonly pk: number }[]> },
  good: readonly { readonly row: EngagementInput }[],
  idOf: (row: EngagementInput) => string,
): Promise<Map<string, number>> {
  const rows = await store.findByIds([...new Set(good.map(({ row }) => idOf(row)))]);
  return new Map(rows.map(({ id, pk }) => [id, pk]));
}
