import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors.js';
import type { ContentField } from '../model/content/features.js';
import { sharedTerms } from '../model/content/profile.js';
import { collaborativeSimilarity, contentSimilarity } from '../model/hybrid/similar-items.js';
import { rowOf } from '../model/sparse.js';
import type { ContentStore } from '../store/content.store.js';
import { checkControls, DEFAULT_K, type ListControls } from './list-controls.js';
import { openDesk, type ListDesk } from './list-desk.js';
import type { ModelCache } from './model-cache.js';
import { rankPlaces } from './rank-list.js';
import { toContent } from './rows.js';
import type { Content, Services } from './services.js';
import type { ServingModel } from './serving-model.js';

export type SimilarityBasis =
  /** Text and metadata. */
  | 'CONTENT'
  /** Who engages with both. */
  | 'COLLABORATIVE'
  /** The mean of the two. */
  | 'HYBRID';

export interface SimilarControls extends ListControls {
  /** Default CONTENT. */
  readonly basis?: SimilarityBasis | undefined;
}

export interface SimilarContent {
  readonly content: Content;
  /** Over 0, at most 1; as the basis says. */
  readonly score: number;
  /** Both 0-1. */
  readonly breakdown: { readonly collaborative: number; readonly content: number };
  /** The terms that carry the similarity by content, the largest first. */
  readonly sharedTerms: readonly string[];
}

/** Terms named for a similarity. */
const SHARED_TERMS = 5;
/** Fields whose common terms say what two items are about; language, type and level do not. */
const TELLING_FIELDS: ReadonlySet<ContentField> = new Set(['title', 'description', 'domain', 'subtopic', 'tags']);

/** Entries of lists that are remembered for one state of the catalogue: some ten megabytes. */
const REMEMBERED = 50_000;
/** Characters of controls whose lists are remembered: long exclusions are hardly asked for twice. */
const LONGEST_KEY = 500;

/** Lists depend on the model and the catalogue alone: one is remembered as long as neither changes. */
export function createSimilarContent(deps: {
  contents: Pick<ContentStore, 'findByIds'>;
  cache: ModelCache;
}): Pick<Services['contents'], 'similar' | 'similarMany'> {
  const { contents, cache } = deps;
  // A change of the catalogue makes a new serving model, so that nothing out of date can be found here.
  const remembered = new WeakMap<ServingModel, LRUCache<string, readonly SimilarContent[]>>();
  const listsOf = (serving: ServingModel): LRUCache<string, readonly SimilarContent[]> => {
    let lists = remembered.get(serving);
    if (!lists) {
      lists = new LRUCache({ maxSize: REMEMBERED, sizeCalculation: ({ length }) => length + 1 });
      remembered.set(serving, lists);
    }
    return lists;
  };

  const similarMany: Services['contents']['similarMany'] = async (contentIds, controls = {}) => {
    checkControls(controls, 1);
    const { placeById } = cache.require();
    const unknown = [...new Set(contentIds)].filter((id) => !placeById.has(id));
    if (unknown.length > 0) await cache.refreshContent((await contents.findByIds(unknown)).map(({ pk }) => pk));
    const serving = cache.require();
    const lists = listsOf(serving);
    const key = JSON.stringify(controls);
    let desk: ListDesk | null = null;
    return contentIds.map((contentId) => {
      const place = serving.placeById.get(contentId);
      if (place === undefined)
        return new DomainError('NOT_FOUND', `No content has the id "${contentId}".`, { contentId });
      const ofList = `${place} ${key}`;
      const known = lists.get(ofList);
      if (known) return known;
      desk ??= openDesk(serving, controls, 0);
      const list = similarTo(desk, place, controls);
      if (key.length <= LONGEST_KEY) lists.set(ofList, list);
      return list;
    });
  };

  return {
    similarMany,
    similar: async (contentId, controls) => {
      const [list] = await similarMany([contentId], controls);
      if (list instanceof DomainError) throw list;
      return list;
    },
  };
}

function similarTo(desk: ListDesk, place: number, controls: SimilarControls): SimilarContent[] {
  const { serving, halves, scores, leftOut, excluded } = desk;
  const { model, rows, space, hidden, tieRank } = serving;
  const basis = controls.basis ?? 'CONTENT';
  const own = contentSimilarity(space, place, halves.content);
  collaborativeSimilarity(model, space, place, halves.collaborative);
  const share = basis === 'CONTENT' ? 0 : basis === 'COLLABORATIVE' ? 1 : 0.5;
  for (let p = 0; p < scores.length; p++) {
    scores[p] = share * halves.collaborative[p] + (1 - share) * halves.content[p];
    // What has nothing in common is not similar, however long the list may be.
    excluded[p] = hidden[p] | (leftOut?.[p] ?? 0) | (scores[p] > 0 ? 0 : 1);
  }
  excluded[place] = 1;
  const order = rankPlaces({
    scores,
    excluded,
    tieRank,
    vectors: space.vectors,
    minScore: controls.minScore ?? 0,
    diversity: controls.diversity ?? 0,
    behind: null,
    length: controls.k ?? DEFAULT_K,
  });
  return Array.from(order, (other) => ({
    content: toContent(rows[other]!),
    score: scores[other],
    breakdown: { collaborative: halves.collaborative[other], content: halves.content[other] },
    sharedTerms: sharedTerms(own, rowOf(space.vectors, other), model.content, Infinity)
      .filter(({ field }) => TELLING_FIELDS.has(field))
      .slice(0, SHARED_TERMS)
      .map(({ term }) => term),
  }));
}
