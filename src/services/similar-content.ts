import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors.js';
import type { ContentStore } from '../store/content.store.js';
import { checkControls, type ListControls, type RecommendControls } from './list-controls.js';
import { openDesk, type ListDesk } from './list-desk.js';
import { makeSimilarList, similarPosition } from './make-similar-list.js';
import type { ModelCache } from './model-cache.js';
import type { LearnerReader } from './read-learner.js';
import type { Shortfall } from './recommendation.js';
import type { Content, Services } from './services.js';
import type { ServingModel } from './serving-model.js';

export type SimilarityBasis =
  /** Text and metadata. */
  | 'CONTENT'
  /** Who engages with both. */
  | 'COLLABORATIVE'
  /** The mean of the two. */
  | 'HYBRID';

export interface SimilarControls
  extends ListControls, Pick<RecommendControls, 'includeSeen' | 'difficultyFit' | 'readyOnly' | 'after'> {
  /** Default CONTENT. */
  readonly basis?: SimilarityBasis | undefined;
  /**
   * Whom the list is for: what they have engaged with, and what their feedback takes out, is left out. Default: for nobody in
   * particular; `includeSeen`, `difficultyFit` and `readyOnly` then have nothing to go by.
   */
  readonly userId?: string | undefined;
}

export interface SimilarContent {
  readonly content: Content;
  /** Over 0, at most 1; as the basis says. */
  readonly score: number;
  /** Both 0-1. */
  readonly breakdown: { readonly collaborative: number; readonly content: number };
  /** Whether the learner that the list is for has engaged with it. */
  readonly seen: boolean;
  /** The terms that carry the similarity by content, the largest first. */
  readonly sharedTerms: readonly string[];
}

export interface SimilarList {
  /** Most similar first. */
  readonly items: readonly SimilarContent[];
  readonly hasNextPage: boolean;
  /** For `after`; null on an empty page. */
  readonly endCursor: string | null;
  /** Null when the page is as long as asked. */
  readonly shortfall: Shortfall | null;
  /** Ids of `exclude` that no content has. */
  readonly unknownContentIds: readonly string[];
}

/** Entries of lists that are remembered for one state of the catalogue, some 250 bytes each: lists of 10 for every content of some ten thousand. */
const REMEMBERED = 150_000;
/** Characters of controls whose lists are remembered: long exclusions are hardly asked for twice. */
const LONGEST_KEY = 500;

/** Lists depend on the model and the catalogue alone: one is remembered as long as neither changes. */
export function createSimilarContent(deps: {
  contents: Pick<ContentStore, 'findByIds'>;
  cache: ModelCache;
  readLearners: LearnerReader;
  now: () => Date;
}): Pick<Services['contents'], 'similar' | 'similarMany'> {
  const { contents, cache, readLearners, now } = deps;
  // A change of the catalogue makes a new serving model, so that nothing out of date can be found here.
  const remembered = new WeakMap<ServingModel, LRUCache<string, SimilarList>>();
  const listsOf = (serving: ServingModel): LRUCache<string, SimilarList> => {
    let lists = remembered.get(serving);
    if (!lists) {
      lists = new LRUCache({ maxSize: REMEMBERED, sizeCalculation: ({ items }) => items.length + 1 });
      remembered.set(serving, lists);
    }
    return lists;
  };

  const similarMany: Services['contents']['similarMany'] = async (contentIds, controls = {}) => {
    checkControls(controls, 1);
    const { placeById } = cache.require();
    const unknown = [...new Set(contentIds)].filter((id) => !placeById.has(id));
    if (unknown.length > 0) await cache.refreshContent((await contents.findByIds(unknown)).map(({ pk }) => pk));
    const { userId } = controls;
    // A cursor is bound to one content, so that all lists of a request with one are taken from the same instant.
    const asOf = contentIds.length > 0 ? similarPosition(cache.require(), contentIds[0], controls)?.asOf : undefined;
    const read = userId === undefined ? null : await readLearners([userId], asOf);
    const serving = read?.serving ?? cache.require();
    const learner = read ? read.learners[0].state : null;
    const lists = listsOf(serving);
    const key = JSON.stringify(controls);
    const isKept = learner === null && controls.after === undefined && key.length <= LONGEST_KEY;
    let desk: ListDesk | null = null;
    return contentIds.map((contentId) => {
      const place = serving.placeById.get(contentId);
      if (place === undefined)
        return new DomainError('NOT_FOUND', `No content has the id "${contentId}".`, { contentId });
      const ofList = `${place} ${key}`;
      const known = isKept ? lists.get(ofList) : undefined;
      if (known) return known;
      desk ??= openDesk(serving, controls, now().getTime());
      const list = makeSimilarList(desk, place, controls, learner);
      if (isKept) lists.set(ofList, list);
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
