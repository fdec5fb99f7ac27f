import type { ContentField } from '../model/content/features.js';
import { sharedTerms } from '../model/content/profile.js';
import { collaborativeSimilarity, contentSimilarity } from '../model/hybrid/similar-items.js';
import { rowOf } from '../model/sparse.js';
import { cutPage } from './cut-page.js';
import type { LearnerState } from './learner-state.js';
import { decodePosition, encodePosition, requestOf, type ListPosition } from './list-cursor.js';
import { DEFAULT_K } from './list-controls.js';
import type { ListDesk } from './list-desk.js';
import { markMisfits } from './mark-misfits.js';
import { hiddenAt } from './on-offer.js';
import { rankPlaces } from './rank-list.js';
import { learnerReadiness } from './readiness.js';
import { toContent } from './rows.js';
import type { ServingModel } from './serving-model.js';
import { shortfallOf } from './shortfall.js';
import type { SimilarControls, SimilarList } from './similar-content.js';

/** Terms named for a similarity. */
const SHARED_TERMS = 5;
/** Fields whose common terms say what two items are about; language, type and level do not. */
const TELLING_FIELDS: ReadonlySet<ContentField> = new Set(['title', 'description', 'domain', 'subtopic', 'tags']);

/** Where a cursor of a list of similar content stands; null without one. */
export function similarPosition(
  serving: ServingModel,
  contentId: string,
  controls: SimilarControls,
): ListPosition | null {
  if (controls.after === undefined) return null;
  return decodePosition(controls.after, serving.version.id, requestOf(['similar', contentId], controls));
}

/**
 * One page of what is similar to the content at a place.
 * @param learner whom the list is for; null for nobody
 */
export function makeSimilarList(
  desk: ListDesk,
  place: number,
  controls: SimilarControls,
  learner: LearnerState | null,
): SimilarList {
  const { serving, halves, scores, leftOut, excluded, now } = desk;
  const { model, rows, space, hidden, tieRank } = serving;
  const contentId = rows[place]!.id;
  const k = controls.k ?? DEFAULT_K;
  const position = similarPosition(serving, contentId, controls);
  const { offset, asOf } = position ?? { offset: 0, asOf: now };
  const basis = controls.basis ?? 'CONTENT';
  const own = contentSimilarity(space, place, halves.content);
  collaborativeSimilarity(model, space, place, halves.collaborative);
  const share = basis === 'CONTENT' ? 0 : basis === 'COLLABORATIVE' ? 1 : 0.5;
  for (let p = 0; p < scores.length; p++)
    scores[p] = p === place ? 0 : share * halves.collaborative[p] + (1 - share) * halves.content[p];

  const seen = new Uint8Array(rows.length);
  for (const one of learner?.history.items ?? []) seen[one] = 1;
  const hiddenThen = position ? hiddenAt(serving, asOf) : hidden;
  for (let p = 0; p < scores.length; p++)
    // What has nothing in common is not similar, however long the list may be.
    excluded[p] = hiddenThen[p] | (leftOut?.[p] ?? 0) | (controls.includeSeen ? 0 : seen[p]) | (scores[p] > 0 ? 0 : 1);
  for (const one of learner?.rejected ?? []) excluded[one] = 1;
  if (learner && controls.readyOnly) {
    const readiness = learnerReadiness(serving, learner);
    for (let p = 0; p < excluded.length; p++) if (excluded[p] === 0 && !readiness.isReady(p)) excluded[p] = 1;
  }
  const behind = learner ? markMisfits(serving, learner, excluded, controls.difficultyFit) : null;

  const gone = new Set<number>(controls.includeSeen ? learner?.rejectedSince : learner?.since);
  if (hiddenThen !== hidden)
    for (let p = 0; p < hidden.length; p++) if (hidden[p] === 1 && hiddenThen[p] === 0) gone.add(p);
  for (const one of learner?.since ?? []) seen[one] = 1;
  const order = rankPlaces({
    scores,
    excluded,
    tieRank,
    vectors: space.vectors,
    minScore: controls.minScore ?? 0,
    diversity: controls.diversity ?? 0,
    behind,
    length: offset + k + gone.size + 1,
  });
  const { entries, next, hasNextPage } = cutPage(order, gone, offset, k);
  const items = entries.map(({ place: other }) => ({
    content: toContent(rows[other]!),
    score: scores[other],
    breakdown: { collaborative: halves.collaborative[other], content: halves.content[other] },
    seen: seen[other] === 1,
    sharedTerms: sharedTerms(own, rowOf(space.vectors, other), model.content, Infinity)
      .filter(({ field }) => TELLING_FIELDS.has(field))
      .slice(0, SHARED_TERMS)
      .map(({ term }) => term),
  }));
  const request = requestOf(['similar', contentId], controls);
  return {
    items,
    hasNextPage,
    endCursor: items.length === 0 ? null : encodePosition(serving.version.id, request, { offset: next, asOf }),
    shortfall: items.length < k ? shortfallOf(desk, seen, k, items.length, (p) => scores[p] > 0) : null,
    unknownContentIds: desk.unknownContentIds,
  };
}
