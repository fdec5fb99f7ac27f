import { topK } from '../top-k.js';
import { blend } from './blend.js';
import { calibrate, rawBound } from './calibrate.js';
import type { HalfCalibrations, Halves } from './hybrid-model.js';

/** One learner's raw scores, before calibration. */
export interface RawScores {
  readonly collaborative: Float64Array;
  /** May be off by `contentError`. */
  readonly content: Float64Array;
  /** Of every item at most so much. */
  readonly contentError: number;
  /** The exact raw score of one item; asked for the few that may be in a list. */
  readonly exactContent: (item: number) => number;
  /** 1 leaves an item out. */
  readonly excluded: Uint8Array;
}

/** Ranks one learner after the other by blends of both halves. */
export interface BlendRanker {
  /** The `k` best places for each alpha, best first, ties to the lower tie rank; equal alphas have one list. */
  rank(scores: RawScores, alphas: readonly number[]): Int32Array[];
}

/** Best items of either half that a first bound is taken from, in lists. */
const POOL = 2;

/**
 * The very lists that `topK` gives on `blendAll` of calibrated halves, without calibrating every item: the best of a small pool
 * give a score that a list's last item has at least; what an item would have to have in either half to reach that, given the best
 * of the other half, leaves few items, and these are scored exactly (after the threshold algorithm: Fagin, Lotem and Naor 2003,
 * "Optimal aggregation algorithms for middleware"). Two comparisons per item and alpha.
 */
export function createBlendRanker(
  calibration: HalfCalibrations,
  items: number,
  k: number,
  tieRank: Int32Array | null,
): BlendRanker {
  const candidates = new Int32Array(items);
  const known = new Int32Array(items);
  const exact: Halves = { collaborative: new Float64Array(items), content: new Float64Array(items) };
  let learner = 0;

  return {
    rank({ collaborative, content, contentError, exactContent, excluded }, alphas) {
      learner++;
      const score = (alpha: number, item: number): number => {
        if (known[item] !== learner) {
          known[item] = learner;
          exact.collaborative[item] = calibrate(calibration.collaborative, collaborative[item]);
          exact.content[item] = calibrate(calibration.content, exactContent(item));
        }
        return blend(alpha, exact.collaborative[item], exact.content[item]);
      };
      const rankAmong = (alpha: number, places: Int32Array): { list: Int32Array; worst: number } => {
        const values = Float64Array.from(places, (item) => score(alpha, item));
        const ties = tieRank && Int32Array.from(places, (item) => tieRank[item]);
        const best = topK(values, k, null, ties);
        return {
          list: best.map((place) => places[place]),
          worst: best.length < k ? -Infinity : values[best[best.length - 1]],
        };
      };

      const size = Math.min(items, POOL * k);
      const byCollaborative = topK(collaborative, size, excluded, tieRank);
      const byContent = topK(content, size, excluded, tieRank);
      if (byCollaborative.length === 0) return alphas.map(() => new Int32Array(0));
      const pool = Int32Array.from(new Set([...byCollaborative, ...byContent])).sort();
      const mostCollaborative = calibrate(calibration.collaborative, collaborative[byCollaborative[0]]);
      const mostContent = calibrate(calibration.content, content[byContent[0]] + contentError);

      const ranked = new Map<number, Int32Array>();
      const rankBy = (alpha: number): Int32Array => {
        // Less what rounding may take: a small share of a half makes much of it.
        const worst = rankAmong(alpha, pool).worst - 1e-12;
        const least = {
          collaborative:
            alpha > 0 ? rawBound(calibration.collaborative, (worst - (1 - alpha) * mostContent) / alpha) : -Infinity,
          content:
            alpha < 1
              ? rawBound(calibration.content, (worst - alpha * mostCollaborative) / (1 - alpha)) - contentError
              : -Infinity,
        };
        let count = 0;
        for (let item = 0; item < items; item++)
          if (collaborative[item] >= least.collaborative && content[item] >= least.content && excluded[item] === 0)
            candidates[count++] = item;
        return rankAmong(alpha, candidates.subarray(0, count)).list;
      };
      for (const alpha of alphas) if (!ranked.has(alpha)) ranked.set(alpha, rankBy(alpha));
      return alphas.map((alpha) => ranked.get(alpha)!);
    },
  };
}
