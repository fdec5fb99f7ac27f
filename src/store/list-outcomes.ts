import type pg from 'pg';
import { batchesOf } from './batches.js';
import type { EngagementWrite } from './engagement.store.js';
import { instantText } from './upsert.js';

const INSERT = {
  name: 'insert-list-outcomes',
  text: `/* insert list outcomes */
    INSERT INTO list_outcomes AS o (list_id, user_pk, content_pk, engaged_at)
    SELECT list_id, user_pk, content_pk, min(engaged_at)
    FROM unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[]) AS i(list_id, user_pk, content_pk, engaged_at)
    GROUP BY list_id, user_pk, content_pk ORDER BY list_id, user_pk, content_pk
    ON CONFLICT (list_id, user_pk, content_pk) DO UPDATE SET engaged_at = excluded.engaged_at
      WHERE excluded.engaged_at < o.engaged_at`,
} as const;

/**
 * Keeps which lists led to engagements, in the transaction that stores these: sent again, they change nothing. Whether there is such
 * a list is not asked: it may be stored a moment later.
 */
export async function insertOutcomes(client: pg.ClientBase, rows: readonly EngagementWrite[]): Promise<void> {
  const named = rows
    .flatMap(({ listId, ...row }) => (listId === undefined ? [] : [{ ...row, listId }]))
    // One order in all transactions, so that two of them do not wait for each other.
    .sort((a, b) => (a.listId < b.listId ? -1 : Number(a.listId > b.listId)));
  for (const batch of batchesOf(named))
    await client.query({
      ...INSERT,
      values: [
        batch.map((row) => row.listId),
        batch.map((row) => row.userPk),
        batch.map((row) => row.contentPk),
        batch.map((row) => instantText(row.timestamp)),
      ],
    });
}
