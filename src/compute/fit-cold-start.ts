import { sampleRelevance, selectRelevance, type Relevance } from '../evaluation/relevance.js';
import { DEFAULT_ALPHA_GRID, fitAlpha } from '../model/hybrid/alpha.js';
import { blendAll } from '../model/hybrid/blend.js';
import { DEFAULT_TRAIT_SHARE, favouritesOf, type ColdStart } from '../model/hybrid/favourites.js';
import {
  createHalves,
  isInformative,
  scoreFavourites,
  type HybridModel,
  type ItemSpace,
} from '../model/hybrid/hybrid-model.js';
import { scoreLearner } from '../model/hybrid/score-learner.js';
import { fitTraitMap, type TraitMap } from '../model/hybrid/trait-map.js';
import type { LearnerTraits } from '../model/hybrid/traits.js';
import { historyOf, type Interactions, type Vocabulary } from '../model/interactions.js';
import type { Random } from '../model/random.js';
import { isBetterBy, meanOf } from '../model/selection/paired-difference.js';
import { countCohorts, learnerTraits } from './learner-traits.js';
import { learnerNdcg } from './measure-ranking.js';
import type { LearnerColumns } from './messages.js';
import type { Checkpoint } from './progress.js';

/** Learners and what they engaged with, as a fit may know them. */
export interface TraitData {
  readonly data: Interactions;
  /** Over the places of `data`. */
  readonly users: Vocabulary;
  readonly learners: LearnerColumns | undefined;
}

export interface ColdStartInput extends TraitData {
  /** Fitted on `data`, its calibration and alpha too. */
  readonly model: HybridModel;
  readonly space: ItemSpace;
  /** Held-out learners without an informative history; see `coldOnly`. */
  readonly cold: Relevance;
  readonly tieRank: Int32Array;
  readonly random: Random;
}

/** Below this many held-out learners without a history nothing is fitted on them. */
const ENOUGH_LEARNERS = 50;
/** Bounds of learners, and of learners times items, that decide. */
const MOST_LEARNERS = 1000;
const MOST_CELLS = 10_000_000;
const TRAIT_SHARES = [0, 0.25, 0.5, 0.75, 1];

/** What can be predicted of learners from who they are; null where nothing is known of them. */
export function fitTraits({ data, users, learners }: TraitData, checkpoint: Checkpoint): TraitMap | null {
  if (!learners) return null;
  const traitsOf = learnerTraits(learners);
  return fitTraitMap(
    data,
    (user) => traitsOf(users.keys[user]),
    (done) => checkpoint(done, 'who engages with what'),
  );
}

/** Learners whose training history says nothing: the newcomers of the hold-out. */
export function coldOnly(relevance: Relevance, train: Interactions): Relevance {
  const all = Int32Array.from(relevance.users.keys());
  return selectRelevance(
    relevance,
    all.filter((n) => !isInformative(historyOf(train, relevance.users[n]), train.items)),
  );
}

/**
 * Fits the map of traits, its share beside the cohort's favourites, whether these say more than popularity with everybody, and
 * then alpha, on held-out newcomers.
 */
export function fitColdStart(input: ColdStartInput, checkpoint: Checkpoint): ColdStart {
  const { data, users, learners, model, space, cold, tieRank } = input;
  const traits = fitTraits(input, (done, detail) => checkpoint(0.3 * done, detail));
  const unfitted: ColdStart = { traits, traitShare: DEFAULT_TRAIT_SHARE, alpha: null };
  if (cold.users.length < ENOUGH_LEARNERS || !learners) return unfitted;
  const items = space.vectors.rows;
  const most = Math.max(ENOUGH_LEARNERS, Math.min(MOST_LEARNERS, Math.floor(MOST_CELLS / items)));
  const relevance = sampleRelevance(cold, most, input.random.fork('newcomers'));
  const validation = { train: data, relevance, tieRank };
  const traitsOf = learnerTraits(learners);
  const cohortOf = countCohorts(data, users, learners, model.popularity);
  const who = (user: number): LearnerTraits | undefined => traitsOf(users.keys[user]);

  const shares = traits ? TRAIT_SHARES : [DEFAULT_TRAIT_SHARE];
  const candidates: ColdStart[] = [
    ...shares.map((traitShare) => ({ traits, traitShare, alpha: null })),
    { ...unfitted, byPopularity: true },
  ];
  const byCandidate = learnerNdcg(
    validation,
    candidates.length,
    items,
    (_, out, user) => {
      const cohort = cohortOf(who(user));
      candidates.forEach((coldStart, c) =>
        scoreFavourites(model, space, favouritesOf(coldStart, model.popularity, who(user), cohort, items), out[c]),
      );
    },
    (done, detail) => checkpoint(0.3 + 0.4 * done, detail),
  );
  // What is usual stays where nothing is better by a standard error, and popularity with everybody comes last.
  const usual = shares.indexOf(DEFAULT_TRAIT_SHARE);
  const means = byCandidate.map(meanOf);
  const best = means.indexOf(Math.max(...means));
  const chosen = candidates[isBetterBy(1, byCandidate[best], byCandidate[usual]) ? best : usual];
  const halves = createHalves(items);
  const values = learnerNdcg(
    validation,
    DEFAULT_ALPHA_GRID.length,
    items,
    (history, out, user) => {
      scoreLearner({ ...model, coldStart: chosen }, space, who(user), history, cohortOf(who(user)), halves);
      DEFAULT_ALPHA_GRID.forEach((alpha, a) => blendAll(alpha, halves.collaborative, halves.content, out[a]));
    },
    (done, detail) => checkpoint(0.7 + 0.3 * done, detail),
  );
  return { ...chosen, alpha: fitAlpha(values).alpha };
}
