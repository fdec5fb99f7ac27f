import { DomainError } from '../errors.js';
import type { ContentField } from '../model/content/features.js';
import { scoreContent, sharedTerms } from '../model/content/profile.js';
import { rowOf } from '../model/sparse.js';
import { topK } from '../model/top-k.js';
import type { ContentStore } from '../store/content.store.js';
import { inOrder, rowError, separate } from './batch.js';
import type { ModelCache } from './model-cache.js';
import { checkFirst, decodeCursor, encodeCursor, toPage } from './paging.js';
import { checkK } from './recommend.js';
import { toContent } from './rows.js';
import type { Content, ContentInput, Page, Services, SimilarContent } from './services.js';
import type { ServingModel } from './serving-model.js';
import { validateContent } from './validate.js';

/** Terms named for a similarity. */
const SHARED_TERMS = 5;

/** Fields whose common terms say what two items are about; language, type and level do not. */
const TELLING_FIELDS: ReadonlySet<ContentField> = new Set(['title', 'description', 'domain', 'subtopic', 'tags']);

/** Content: reading, listing, writing, similarity. */
export function createContents(deps: { contents: ContentStore; cache: ModelCache }): Services['contents'] {
  const { contents, cache } = deps;
  return {
    get: async (id) => {
      const [row] = await contents.findByIds([id]);
      return row ? toContent(row) : null;
    },
    getMany: async (ids) => inOrder(ids, (await contents.findByIds([...new Set(ids)])).map(toContent)),
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
      const written = await contents.upsertMany(writable.rows);
      await cache.refreshContent(written.map((row) => row.pk));
      return { written: written.map(toContent), userErrors };
    },
    similar: async (contentId, k) => {
      checkK(k);
      if (!cache.require().placeById.has(contentId)) {
        const [row] = await contents.findByIds([contentId]);
        if (!row) throw new DomainError('NOT_FOUND', `No content has the id "${contentId}".`, { contentId });
        await cache.refreshContent([row.pk]);
      }
      return similarTo(cache.require(), contentId, k);
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

function similarTo(serving: ServingModel, contentId: string, k: number): SimilarContent[] {
  const { model, rows, space, placeById, hidden, tieRank } = serving;
  const place = placeById.get(contentId);
  if (place === undefined) return [];
  const own = rowOf(space.vectors, place);
  const dense = new Float64Array(space.vectors.columns);
  for (let e = 0; e < own.indices.length; e++) dense[own.indices[e]] = own.values[e];
  const scores = new Float64Array(rows.length);
  scoreContent(dense, space.vectors, scores);
  const excluded = hidden.slice();
  excluded[place] = 1;
  return Array.from(topK(scores, k, excluded, tieRank), (other) => ({
    content: toContent(rows[other]!),
    score: Math.min(1, Math.max(0, scores[other])),
    sharedTerms: sharedTerms(dense, rowOf(space.vectors, other), model.content, Infinity)
      .filter(({ field }) => TELLING_FIELDS.has(field))
      .slice(0, SHARED_TERMS)
      .map(({ term }) => term),
  }));
}
