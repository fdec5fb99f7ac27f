import { blend } from '../model/hybrid/blend.js';
import type { CohortPopularity } from '../model/hybrid/cohort.js';
import { explore, LIFT } from '../model/hybrid/explore.js';
import { cutPage } from './cut-page.js';
import type { LearnerState } from './learner-state.js';
import { liftedContent } from './lifted-content.js';
import { decodePosition, encodePosition, requestOf } from './list-cursor.js';
import { DEFAULT_EXPLORATION, DEFAULT_K, type RecommendControls } from './list-controls.js';
import { newListId } from './list-id.js';
import type { ListDesk } from './list-desk.js';
import { markMisfits } from './mark-misfits.js';
import { orderList } from './order-list.js';
import { learnerReadiness, type LearnerReadiness } from './readiness.js';
import { hiddenAt } from './on-offer.js';
import { explainRecommendation, type ScoredItem } from './reasons.js';
import { toContent } from './rows.js';
import { servedByOf } from './served-by.js';
import type { Recommendation, RecommendationList } from './recommendation.js';
import type { ServingModel } from './serving-model.js';
import { shortfallOf } from './shortfall.js';

export interface ListOwner {
  /** Null for a profile without an account. */
  readonly userId: string | null;
  /** What a cursor of this list is bound to beside the controls. */
  readonly key: unknown;
  readonly state: LearnerState;
  readonly cohort: CohortPopularity | null;
  /** Engaged content that is masked as seen beyond the history. */
  readonly seen?: readonly number[];
}

/** The instant that the lists of a request are taken from, where a cursor names one. */
export function asOfCursor(serving: ServingModel, key: unknown, controls: RecommendControls): number {
  if (controls.after === undefined) return Infinity;
  return decodePosition(controls.after, serving.version.id, requestOf(key, controls)).asOf;
}

/** One page of a learner's list. */
export function makeList(desk: ListDesk, owner: ListOwner): RecommendationList {
  const { serving, controls, excluded, leftOut } = desk;
  const { hidden, rows } = serving;
  const { history, since, wanted } = owner.state;
  const k = controls.k ?? DEFAULT_K;
  const position =
    controls.after === undefined
      ? { offset: 0, asOf: Math.max(desk.now, newestOf(history.timestamp)) }
      : decodePosition(controls.after, serving.version.id, requestOf(owner.key, controls));

  const seen = new Uint8Array(rows.length);
  for (const place of history.items) seen[place] = 1;
  for (const place of owner.seen ?? []) seen[place] = 1;
  const hiddenThen = controls.after === undefined ? hidden : hiddenAt(serving, position.asOf);
  excluded.set(hiddenThen);
  if (leftOut) for (let p = 0; p < excluded.length; p++) excluded[p] |= leftOut[p];
  if (!controls.includeSeen) {
    for (const place of history.items) excluded[place] = 1;
    for (const place of owner.seen ?? []) excluded[place] = 1;
  }
  for (const place of owner.state.rejected) excluded[place] = 1;
  const readiness = learnerReadiness(serving, owner.state);
  if (controls.readyOnly)
    for (let p = 0; p < excluded.length; p++) if (excluded[p] === 0 && !readiness.isReady(p)) excluded[p] = 1;
  const behind = markMisfits(serving, owner.state, excluded, controls.difficultyFit);

  // What was engaged or retired since the first page keeps its place in the order and is passed over: so positions stay.
  const gone = new Set<number>(controls.includeSeen ? owner.state.rejectedSince : since);
  if (hiddenThen !== hidden)
    for (let p = 0; p < hidden.length; p++) if (hidden[p] === 1 && hiddenThen[p] === 0) gone.add(p);
  for (const place of since) seen[place] = 1;
  const lifted = liftedContent(serving, controls.exploration ?? DEFAULT_EXPLORATION, owner.key, position.asOf);
  const length = position.offset + k + gone.size + 1 + (lifted ? LIFT : 0);
  const { order: ranked, alpha, basis, breakdownOf } = orderList(desk, owner, { behind, length });
  const isLifted = (place: number): boolean =>
    lifted !== null && seen[place] + (behind?.[place] ?? 0) === 0 && lifted(place);
  const order = lifted ? explore(ranked, isLifted) : ranked;

  const { entries, next, hasNextPage } = cutPage(order, gone, position.offset, k);
  const items = entries.map(({ place: item, rank }): Recommendation => {
    const breakdown = breakdownOf(item);
    const scored = { serving, history, wanted, basis, item, alpha, breakdown };
    return recommendationOf(scored, rank, readiness, { seen: seen[item] === 1, explored: isLifted(item) });
  });
  return {
    id: newListId(false),
    userId: owner.userId,
    alpha,
    servedBy: servedByOf(serving, owner.state, basis),
    items,
    hasNextPage,
    get endCursor() {
      return items.length === 0
        ? null
        : encodePosition(serving.version.id, requestOf(owner.key, controls), { offset: next, asOf: position.asOf });
    },
    shortfall: items.length < k ? shortfallOf(desk, seen, k, items.length) : null,
    unknownContentIds: desk.unknownContentIds,
  };
}

export function recommendationOf(
  scored: ScoredItem,
  rank: number,
  readiness: LearnerReadiness,
  { seen, explored } = { seen: false, explored: false },
): Recommendation {
  const { serving, item, alpha, breakdown } = scored;
  return {
    rank,
    score: blend(alpha, breakdown.collaborative, breakdown.content),
    breakdown,
    seen,
    explored,
    content: toContent(serving.rows[item]!),
    reasons: (maxReasons) => explainRecommendation(scored, maxReasons),
    readiness: () => readiness.of(item),
  };
}

function newestOf(timestamps: Float64Array): number {
  return timestamps.length > 0 ? timestamps[timestamps.length - 1] : -Infinity;
}
