import { DomainError } from '../errors.js';
import type { ContentField } from '../model/content/features.js';
import { sharedTerms } from '../model/content/profile.js';
import { collaborativeSimilarity, contentSimilarity } from '../model/hybrid/similar-items.js';
import { rowOf } from '../model/sparse.js';
import type { ContentStore } from '../store/content.store.js';
import { checkControls, DEFAULT_K, type ListControls } from './list-controls.js';
import { openDesk } from './list-desk.js';
import type { ModelCache } from './model-cache.js';
import { rankPlaces } from './rank-list.js';
import { toContent } from './rows.js';
import type { Content } from './services.js';
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

/** @throws DomainError NOT_FOUND, MODEL_NOT_READY, BAD_USER_INPUT */
export function createSimilarContent(deps: {
  contents: Pick<ContentStore, 'findByIds'>;
  cache: ModelCache;
}): (contentId: string, controls?: SimilarControls) => Promise<readonly SimilarContent[]> {
  const { contents, cache } = deps;
  return async (contentId, controls = {}) => {
    checkControls(controls, 1);
    if (!cache.require().placeById.has(contentId)) {
      const [row] = await contents.findByIds([contentId]);
      if (!row) throw new DomainError('NOT_FOUND', `No content has the id "${contentId}".`, { contentId });
      await cache.refreshContent([row.pk]);
    }
    const serving = cache.require();
    const place = serving.placeById.get(contentId);
    return place === undefined ? [] : similarTo(serving, place, controls);
  };
}

function similarTo(serving: ServingModel, place: number, controls: SimilarControls): SimilarContent[] {
  const { model, rows, space, hidden, tieRank } = serving;
  const { halves, scores, leftOut, excluded } = openDesk(serving, controls, 0);
  const basis = controls.basis ?? 'CONTENT';
  const own = contentSimilarity(space, place, halves.content);
  collaborativeSimilarity(model, space, place, halves.collaborative);
  const share = basis === 'CONTENT' ? 0 : basis === 'COLLABORATIVE' ? 1 : 0.5;
  for (let p = 0; p < scores.length; p++) {
    scores[p] = share * halves.collaborative[p] + (1 - share) * halves.content[p];
    // What has nothing in common is not similar, however long the list may be.
    excluded[p] = hidden[p] | leftOut[p] | (scores[p] > 0 ? 0 : 1);
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
