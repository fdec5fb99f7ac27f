import { blendAll } from '../model/hybrid/blend.js';
import { createHalves } from '../model/hybrid/hybrid-model.js';
import { compareLists } from '../model/hybrid/list-overlap.js';
import { checkAlphas, checkK, DEFAULT_K } from './list-controls.js';
import { recommendationOf } from './make-list.js';
import { learnerReadiness } from './readiness.js';
import { markMisfits } from './mark-misfits.js';
import { rankPlaces } from './rank-list.js';
import type { LearnerReader } from './read-learner.js';
import { toContent } from './rows.js';
import { defaultAlpha, scoreLearner } from '../model/hybrid/score-learner.js';
import { servedByOf } from './served-by.js';
import type { Recommendation, ServedBy } from './recommendation.js';
import type { Content } from './services.js';

/** A learner's lists over a range of alphas. */
export interface AlphaSweep {
  readonly userId: string;
  /** What is used where no alpha is given. */
  readonly fittedAlpha: number;
  readonly servedBy: ServedBy;
  /** In the order of the request. */
  readonly steps: readonly AlphaStep[];
}

export interface AlphaStep {
  readonly alpha: number;
  readonly items: readonly Recommendation[];
  /** Jaccard overlap with the list of the first alpha, 0-1. */
  readonly overlapWithFirst: number;
  /** With the list before; null for the first. */
  readonly overlapWithPrevious: number | null;
  /** Compared with the list before; empty for the first. */
  readonly entered: readonly Content[];
  readonly left: readonly Content[];
  readonly moved: readonly { readonly content: Content; readonly fromRank: number; readonly toRank: number }[];
}

export interface AlphaSweepRequest {
  readonly userId: string;
  readonly k?: number | undefined;
  /** 1-21 distinct values, 0-1. */
  readonly alphas?: readonly number[] | undefined;
}

export const DEFAULT_ALPHAS: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** Lists of one learner for several alphas, from two score vectors that are computed once. */
export function createAlphaSweep(readLearners: LearnerReader): (request: AlphaSweepRequest) => Promise<AlphaSweep> {
  return async ({ userId, k = DEFAULT_K, alphas = DEFAULT_ALPHAS }) => {
    checkK(k);
    checkAlphas(alphas);
    const {
      serving,
      learners: [{ state, cohort }],
    } = await readLearners([userId]);
    const { history, wanted } = state;
    const halves = createHalves(serving.rows.length);
    const { model, space } = serving;
    const basis = scoreLearner(model, space, state.profile, state.history, cohort, halves);
    const readiness = learnerReadiness(serving, state);
    const excluded = serving.hidden.slice();
    for (const place of history.items) excluded[place] = 1;
    const behind = markMisfits(serving, state, excluded);

    const scores = new Float64Array(serving.rows.length);
    const contentOf = (place: number): Content => toContent(serving.rows[place]!);
    const lists: Int32Array[] = [];
    const steps = alphas.map((alpha, n): AlphaStep => {
      blendAll(alpha, halves.collaborative, halves.content, scores);
      const list = rankPlaces({
        scores,
        excluded,
        tieRank: serving.tieRank,
        vectors: serving.space.vectors,
        minScore: -Infinity,
        diversity: 0,
        behind,
        length: k,
      });
      lists.push(list);
      const change = n > 0 ? compareLists(lists[n - 1], list) : null;
      return {
        alpha,
        items: Array.from(list, (item, i) => {
          const breakdown = { collaborative: halves.collaborative[item], content: halves.content[item] };
          const scored = { serving, history, wanted, basis, item, alpha, breakdown };
          return recommendationOf(scored, i + 1, readiness);
        }),
        overlapWithFirst: compareLists(lists[0], list).overlap,
        overlapWithPrevious: change?.overlap ?? null,
        entered: change?.entered.map(contentOf) ?? [],
        left: change?.left.map(contentOf) ?? [],
        moved:
          change?.moved.map(({ place, from, to }) => ({
            content: contentOf(place),
            fromRank: from,
            toRank: to,
          })) ?? [],
      };
    });
    return { userId, fittedAlpha: defaultAlpha(model, basis), servedBy: servedByOf(serving, state, basis), steps };
  };
}
