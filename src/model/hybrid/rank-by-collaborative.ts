import { topK } from '../top-k.js';
import { blend } from './blend.js';
import { calibrate, rawBound } from './calibrate.js';
import type { HalfCalibrations } from './hybrid-model.js';

export interface CollaborativeRanking {
  readonly calibration: HalfCalibrations;
  /** Raw collaborative scores of all items. */
  readonly collaborative: Float64Array;
  /** The raw content score of one item, at most 1; asked for the few that may be in the list. */
  readonly content: (item: number) => number;
  readonly alpha: number;
  /** 1 leaves an item out. */
  readonly excluded: Uint8Array;
  readonly tieRank: Int32Array | null;
  readonly k: number;
}

/** A cosine has no more. */
const MOST_CONTENT = 1;
/** Best items of the collaborative half that a first bound is taken from, in lists. */
const POOL = 2;
/** Share of the items from which on scoring all of them in one go costs less. */
const MOST_CANDIDATES = 1 / 3;

/**
 * The very list that `topK` gives on `blendAll` of both calibrated halves, with the content half of few items: the best of a small
 * pool give a score that the last of the list has at least; what an item would have to have in the collaborative half to reach it
 * with the highest content score there is leaves few, where the collaborative half weighs most.
 * @returns null where it leaves many: then score all
 */
export function rankByCollaborative(ranking: CollaborativeRanking): Int32Array | null {
  const { calibration, collaborative, content, alpha, excluded, tieRank, k } = ranking;
  if (!(alpha > 0)) return null;
  const rankAmong = (places: Int32Array): { list: Int32Array; worst: number } => {
    const values = new Float64Array(places.length);
    const ties = tieRank && new Int32Array(places.length);
    for (let n = 0; n < places.length; n++) {
      const item = places[n];
      values[n] = blend(
        alpha,
        calibrate(calibration.collaborative, collaborative[item]),
        calibrate(calibration.content, content(item)),
      );
      if (ties) ties[n] = tieRank[item];
    }
    const best = topK(values, k, null, ties);
    return {
      list: best.map((place) => places[place]),
      worst: best.length < k ? -Infinity : values[best[best.length - 1]],
    };
  };

  const pool = topK(collaborative, POOL * k, excluded, tieRank).sort();
  // Less what rounding may take: a small share of a half makes much of it.
  const worst = rankAmong(pool).worst - 1e-12;
  const mostContent = calibrate(calibration.content, MOST_CONTENT);
  const least = rawBound(calibration.collaborative, (worst - (1 - alpha) * mostContent) / alpha);
  const most = Math.floor(collaborative.length * MOST_CANDIDATES);
  const candidates = atLeast(collaborative, least, excluded, most);
  return candidates && rankAmong(candidates).list;
}

/** The items that score so much at least and are not excluded; null for more than `most`. */
function atLeast(scores: Float64Array, least: number, excluded: Uint8Array, most: number): Int32Array | null {
  const items: number[] = [];
  for (let item = 0; item < scores.length; item++) {
    if (!(scores[item] >= least) || excluded[item] === 1) continue;
    if (items.length === most) return null;
    items.push(item);
  }
  return Int32Array.from(items);
}
