import { ENGAGEMENT_TYPES, type EngagementColumns } from '../model/engagement.js';
import { createVocabulary, type Vocabulary } from '../model/interactions.js';
import { createPrerequisites } from '../model/prerequisites/prerequisites.js';
import type { CatalogueColumns } from './messages.js';
import type { LearnerPrerequisites } from './ranking-job.js';

const COMPLETED = ENGAGEMENT_TYPES.indexOf('COMPLETED');

/**
 * What items require and what each learner completed in the training part, over places; null where nothing is required.
 * @param row the catalogue's row of each item's place, -1 for deleted content
 * @param trainRows rows of the columns; undefined for all
 */
export function learnerPrerequisites(
  { prerequisites }: CatalogueColumns,
  row: Int32Array,
  columns: EngagementColumns,
  trainRows: Int32Array | undefined,
  users: Vocabulary,
  itemPk: Int32Array,
): LearnerPrerequisites | null {
  if (!prerequisites || prerequisites.required.length === 0) return null;
  const placeOfRow = new Map(Array.from(row, (catalogueRow, place) => [catalogueRow, place]));
  const graph = createPrerequisites(
    Array.from(row, (catalogueRow) =>
      catalogueRow < 0
        ? []
        : Array.from(
            prerequisites.required.subarray(prerequisites.ptr[catalogueRow], prerequisites.ptr[catalogueRow + 1]),
            (required) => placeOfRow.get(required) ?? -1,
          ),
    ),
  );
  const items = createVocabulary(itemPk);
  const ptr = new Int32Array(users.size + 1);
  const user = new Int32Array(columns.length);
  const rows = (trainRows ?? Int32Array.from(columns.userPk.keys())).filter((n) => {
    if (columns.type[n] !== COMPLETED) return false;
    user[n] = users.indexOf(columns.userPk[n]);
    if (user[n] < 0 || items.indexOf(columns.contentPk[n]) < 0) return false;
    ptr[user[n] + 1]++;
    return true;
  });
  for (let u = 0; u < users.size; u++) ptr[u + 1] += ptr[u];
  const next = ptr.slice(0, users.size);
  const completed = new Int32Array(rows.length);
  for (const n of rows) completed[next[user[n]]++] = items.indexOf(columns.contentPk[n]);
  return { graph, ptr, completed };
}
