import type { ContentModel } from '../content/features.js';
import { contentProfile, scoreContent } from '../content/profile.js';
import type { History, Interactions } from '../interactions.js';
import type { FittedRecommender } from '../recommender.js';
import type { SparseRows, SparseVector } from '../sparse.js';
import type { AlphaStep } from './alpha-by-history.js';
import { calibrateAll, type Calibration } from './calibrate.js';
import { mapColdItems, scoreColdItems, type ColdItemMap } from './cold-items.js';
import type { ColdStart, Favourites } from './favourites.js';

/** A fitted hybrid: both halves, the maps that bring them to one 0-10 scale, and the fitted share of the collaborative half. */
export interface HybridModel {
  readonly collaborative: FittedRecommender;
  readonly content: ContentModel;
  readonly calibration: HalfCalibrations;
  /** Distinct learners who engaged each item without disliking it; length `collaborative.items`. */
  readonly popularity: Int32Array;
  /** How much the collaborative scores of items that nobody had engaged with at the fit count, 0 to 1. */
  readonly coldWeight: number;
  readonly alpha: number;
  /** Alpha by the length of the history, where it was fitted so; ascending, the first from 1 on. */
  readonly alphaByHistory: readonly AlphaStep[] | null;
  /** For learners without a history; models of earlier versions hold nothing of them. */
  readonly coldStart?: ColdStart;
}

export interface HalfCalibrations {
  readonly collaborative: Calibration;
  readonly content: Calibration;
}

/**
 * The items that can be ranked: at least those of the fit, in its order, then any that came later.
 * Items that nobody had engaged with at the fit take a collaborative score from their nearest neighbours by content.
 */
export interface ItemSpace {
  readonly vectors: SparseRows;
  readonly cold: ColdItemMap;
}

/** Scores of every item for one learner; both on 0-10 after calibration. */
export interface Halves {
  readonly collaborative: Float64Array;
  readonly content: Float64Array;
}

/** @param known what cold items take their scores from, where it is known from before; see `mapColdItems` */
export function createItemSpace({ popularity }: Pick<HybridModel, 'popularity'>, vectors: SparseRows): ItemSpace {
  return { vectors, cold: mapColdItems(vectors, (item) => !(popularity[item] > 0)) };
}

export function createHalves(items: number): Halves {
  return { collaborative: new Float64Array(items), content: new Float64Array(items) };
}

/** Distinct learners per item, dislikes left out. */
export function itemPopularity(data: Interactions): Int32Array {
  const counts = new Int32Array(data.items);
  for (let e = 0; e < data.size; e++) if (data.disliked[e] === 0) counts[data.item[e]]++;
  return counts;
}

/** True when the history says anything about what the learner wants; else the learner is cold. */
export function isInformative(history: History, items: number): boolean {
  for (let e = 0; e < history.length; e++) if (history.strength[e] > 0 && history.items[e] < items) return true;
  return false;
}

/** Writes both halves' raw scores, before calibration. */
export function scoreRaw(
  model: Pick<HybridModel, 'collaborative' | 'coldWeight'>,
  space: ItemSpace,
  history: History,
  out: Halves,
): void {
  scoreRawCollaborative(model, space, history, out.collaborative);
  scoreContent(contentProfile(history, space.vectors), space.vectors, out.content);
}

/** Writes the collaborative half's raw scores of all items, those of new content among them. */
export function scoreRawCollaborative(
  model: Pick<HybridModel, 'collaborative' | 'coldWeight'>,
  space: ItemSpace,
  history: History,
  out: Float64Array,
): void {
  const trained = model.collaborative.items;
  model.collaborative.score(history, out.subarray(0, trained));
  out.fill(0, trained);
  scoreColdItems(space.cold, out);
  if (model.coldWeight !== 1) for (const item of space.cold.items) out[item] *= model.coldWeight;
}

/** Writes both halves on 0-10 for a learner with an informative history. */
export function scoreHalves(model: HybridModel, space: ItemSpace, history: History, out: Halves): void {
  scoreRaw(model, space, history, out);
  calibrateAll(model.calibration.collaborative, out.collaborative, out.collaborative);
  calibrateAll(model.calibration.content, out.content, out.content);
}

/**
 * Writes the collaborative half for a learner without an informative history: popularity, `10 ln(1 + n) / ln(1 + max n)`, where
 * `n` is the number of learners who engaged or, with favourites, who would if all were like the learner. Items that nobody
 * engaged with at the fit take theirs from their neighbours by content, unless the cohort has engaged with them since.
 * @param favourites by place of `space`; null for popularity with everybody
 */
export function scoreFavourites(
  model: Pick<HybridModel, 'popularity'>,
  space: ItemSpace,
  favourites: Pick<Favourites, 'expected' | 'isNewlyLiked'> | null,
  out: Float64Array,
): void {
  const counts = favourites?.expected ?? model.popularity;
  let most = 0;
  for (const n of counts) if (n > most) most = n;
  out.fill(0);
  if (most > 0) for (let i = 0; i < counts.length; i++) out[i] = (10 * Math.log1p(counts[i])) / Math.log1p(most);
  if (!favourites) return scoreColdItems(space.cold, out);
  const { items } = space.cold;
  const engagedSince = Float64Array.from(items, (item) => (favourites.isNewlyLiked(item) ? out[item] : -1));
  scoreColdItems(space.cold, out);
  engagedSince.forEach((points, n) => {
    if (points >= 0) out[items[n]] = points;
  });
}

/**
 * Writes both halves for a learner without an informative history. Collaborative: `scoreFavourites`. Content: the items nearest
 * to what the learner's profile says in words (job title, department); where that says nothing, the collaborative half again,
 * so that every alpha gives a useful list.
 * @param profile the learner's own vector in the content space; empty for an unknown learner
 * @returns whether the content half is that of the profile's words; else it repeats the collaborative half
 */
export function scoreColdStart(
  model: HybridModel,
  space: ItemSpace,
  profile: SparseVector,
  out: Halves,
  favourites: Pick<Favourites, 'expected' | 'isNewlyLiked'> | null = null,
): boolean {
  scoreFavourites(model, space, favourites, out.collaborative);
  const dense = new Float64Array(space.vectors.columns);
  for (let e = 0; e < profile.indices.length; e++) dense[profile.indices[e]] = profile.values[e];
  scoreContent(dense, space.vectors, out.content);
  if (out.content.every((score) => score === 0)) {
    out.content.set(out.collaborative);
    return false;
  }
  calibrateAll(model.calibration.content, out.content, out.content);
  return true;
}
