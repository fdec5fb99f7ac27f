import type { ContentStore } from '../store/content.store.js';
import { rowError, separate } from './batch.js';
import type { ModelCache } from './model-cache.js';
import { checkFirst, decodeCursor, encodeCursor, toPage } from './paging.js';
import { toContent } from './rows.js';
import type { Content, ContentInput, Page, Services } from './services.js';
import { validateContent } from './validate.js';

/** Content: reading, listing, writing. */
export function createContents(deps: {
  contents: ContentStore;
  cache: ModelCache;
}): Omit<Services['contents'], 'similar' | 'similarMany' | 'trending'> {
  const { contents, cache } = deps;
  /** From the catalogue in memory, which follows every change; the database is asked for what is not in it. */
  const getMany = async (ids: readonly string[]): Promise<(Content | null)[]> => {
    const serving = cache.current();
    const held = ids.map((id) => serving?.rows[serving.placeById.get(id) ?? -1] ?? null);
    const missing = new Set(ids.filter((_, n) => held[n] === null));
    const found = missing.size > 0 ? await contents.findByIds([...missing]) : [];
    const byId = new Map(found.map((row) => [row.id, row]));
    return ids.map((id, n) => {
      const row = held[n] ?? byId.get(id);
      return row ? toContent(row) : null;
    });
  };
  return {
    get: async (id) => (await getMany([id]))[0],
    getMany,
    list: async (page, filter): Promise<Page<Content>> => {
      checkFirst(page.first);
      const afterPk = page.after === undefined ? undefined : Number(decodeCursor(page.after, 1)[0]);
      const rows = await contents.page({ first: page.first + 1, afterPk, filter });
      return toPage(rows, page, toContent, (row) => encodeCursor(row.pk));
    },
    count: (filter) => contents.count(filter),
    upsert: async (input) => {
      const { good, userErrors } = separate(input, validateContent, (row) => row.id);
      const writable = await withTitles(good, contents);
      userErrors.push(...writable.userErrors);
      const placeOf = new Map(good.map(({ row, place }) => [row.id, place]));
      const written = await contents.upsertMany(writable.rows, ({ id, code, message }) =>
        userErrors.push(rowError(placeOf.get(id)!, { field: 'prerequisites', message }, code)),
      );
      await cache.refreshContent(written.map((row) => row.pk));
      return { written: written.map(toContent), userErrors };
    },
  };
}

/** New content needs a title; content that is stored keeps the one it has. */
async function withTitles(
  good: readonly { readonly row: ContentInput; readonly place: number }[],
  contents: ContentStore,
) {
  const untitled = good.filter(({ row }) => row.title === undefined).map(({ row }) => row.id);
  const stored = new Set((await contents.findByIds(untitled)).map((row) => row.id));
  const missing = good.filter(({ row }) => row.title === undefined && !stored.has(row.id));
  const refused = new Set(missing.map(({ place }) => place));
  return {
    rows: good.filter(({ place }) => !refused.has(place)).map(({ row }) => row),
    userErrors: missing.map(({ place }) =>
      rowError(place, { field: 'title', message: 'title is required for new content' }),
    ),
  };
}
