import { blendAll } from '../model/hybrid/blend.js';
import {
  createHalves,
  isInformative,
  scoreRawCollaborative,
  type HybridModel,
  type ItemSpace,
} from '../model/hybrid/hybrid-model.js';
import { createBlendRanker } from '../model/hybrid/rank-blends.js';
import { defaultAlpha, scoreLearner } from '../model/hybrid/score-learner.js';
import { contentCosine, contentProfile } from '../model/content/profile.js';
import { BATCH, createContentBatch } from '../model/content/score-batch.js';
import { historyOf, type History, type Interactions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { topK } from '../model/top-k.js';
import type { LearnerTraits } from '../model/hybrid/traits.js';
import type { CohortCounter } from './learner-traits.js';

/** Who the learners are, what they did, and what their cohorts engage with. */
export interface Learners {
  /** Their histories over the model's items. */
  readonly data: Interactions;
  /** By place in `data`. */
  readonly traitsOf: (place: number) => LearnerTraits | undefined;
  readonly cohortOf: CohortCounter;
}

export interface RankerInput {
  readonly model: HybridModel;
  readonly space: ItemSpace;
  readonly tieRank: Int32Array;
  /** 1: not ranked for anybody. */
  readonly hidden: Uint8Array;
  readonly learners: Learners;
  readonly k: number;
  /** Of this thread alone. */
  readonly engine: Engine;
}

/** One learner's lists while `excluded` still says what they leave out. */
export type OnLists = (position: number, lists: readonly Int32Array[], excluded: Uint8Array) => void;

export interface LearnerRanker {
  /**
   * The blended lists of some learners as the service would make them: what they have engaged with is left out, and who has no
   * informative history is ranked by who they are.
   * @param places in `learners.data`
   * @param alphas one list for each; null for the share that serving takes
   */
  rank(places: Int32Array, alphas: readonly (number | null)[], onLists: OnLists): void;
}

/** Learners without any history whose lists are kept: those who say the same of themselves have the same. */
const REMEMBERED = 2000;

/** Valid until the enclosing scope of the engine ends. */
export function createLearnerRanker({
  model,
  space,
  tieRank,
  hidden,
  learners,
  k,
  engine,
}: RankerInput): LearnerRanker {
  const { vectors } = space;
  const items = vectors.rows;
  const { data, traitsOf, cohortOf } = learners;
  const content = createContentBatch(engine, vectors);
  const blends = createBlendRanker(model.calibration, items, k, tieRank);
  const halves = createHalves(items);
  const scores = new Float64Array(items);
  const excluded = hidden.slice();
  const newcomers = new Map<string, readonly Int32Array[]>();

  const leaveOut = (history: History): void => {
    for (const item of history.items) excluded[item] = 1;
  };
  const putBack = (history: History): void => {
    for (const item of history.items) excluded[item] = hidden[item];
  };

  const rankCold = (
    traits: LearnerTraits | undefined,
    history: History,
    alphas: readonly (number | null)[],
  ): readonly Int32Array[] => {
    const key = history.length === 0 ? JSON.stringify([traits, alphas]) : null;
    const known = key === null ? undefined : newcomers.get(key);
    if (known) return known;
    const basis = scoreLearner(model, space, traits, history, cohortOf(traits), halves);
    const lists = alphas.map((alpha) => {
      blendAll(alpha ?? defaultAlpha(model, basis), halves.collaborative, halves.content, scores);
      return topK(scores, k, excluded, tieRank);
    });
    if (key !== null && newcomers.size < REMEMBERED) newcomers.set(key, lists);
    return lists;
  };

  return {
    rank(places, alphas, onLists) {
      const warm: number[] = [];
      for (let position = 0; position < places.length; position++) {
        const history = historyOf(data, places[position]);
        if (isInformative(history, items)) {
          warm.push(position);
          continue;
        }
        leaveOut(history);
        onLists(position, rankCold(traitsOf(places[position]), history, alphas), excluded);
        putBack(history);
      }
      for (let from = 0; from < warm.length; from += BATCH) {
        const batch = warm.slice(from, from + BATCH);
        const profiles = batch.map((position) => contentProfile(historyOf(data, places[position]), vectors));
        content.score(profiles);
        batch.forEach((position, lane) => {
          const history = historyOf(data, places[position]);
          leaveOut(history);
          scoreRawCollaborative(model, space, history, halves.collaborative);
          content.read(lane, halves.content);
          const raw = {
            ...halves,
            contentError: content.error,
            exactContent: (item: number) => contentCosine(profiles[lane], vectors, item),
            excluded,
          };
          const basis = { kind: 'HISTORY', length: history.length } as const;
          const shares = alphas.map((alpha) => alpha ?? defaultAlpha(model, basis));
          onLists(position, blends.rank(raw, shares), excluded);
          putBack(history);
        });
      }
    },
  };
}
