import { blendAll } from '../model/hybrid/blend.js';
import {
  createHalves,
  createItemSpace,
  isInformative,
  type HybridModel,
  type ItemSpace,
} from '../model/hybrid/hybrid-model.js';
import type { HybridSnapshot } from '../model/hybrid/hybrid-snapshot.js';
import { defaultAlpha, scoreLearner } from '../model/hybrid/score-learner.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import type { LearnerTraits } from '../model/hybrid/traits.js';
import { createVocabulary, historyOf, type Interactions, type Vocabulary } from '../model/interactions.js';
import { topK } from '../model/top-k.js';
import { itemPlaces, vectoriseRows } from './item-places.js';
import type { CohortCounter } from './learner-traits.js';
import type { CatalogueColumns } from './messages.js';
import type { Checkpoint } from './progress.js';

/** A fit over the catalogue of today: its own items in its order, then content that came later. */
export interface RankingModel {
  readonly fit: HybridModel;
  readonly items: Vocabulary;
  readonly space: ItemSpace;
  readonly tieRank: Int32Array;
  /** 1: deleted since, or not to be ranked. */
  readonly hidden: Uint8Array;
}

/** @param unranked surrogate keys of content that is left out of the lists, such as retired content */
export function openRankingModel(
  stored: Pick<HybridSnapshot, 'itemPk'>,
  fit: HybridModel,
  catalogue: CatalogueColumns,
  checkpoint: Checkpoint,
  unranked: Int32Array = new Int32Array(0),
): RankingModel {
  const places = itemPlaces(stored, catalogue);
  const items = createVocabulary(places.pk);
  const left = new Set(unranked);
  return {
    fit,
    items,
    space: createItemSpace(fit, vectoriseRows(fit.content, catalogue, places.row, checkpoint)),
    tieRank: tieRanks(Array.from(places.row, (row) => (row < 0 ? '' : catalogue.id[row]))),
    hidden: Uint8Array.from(places.row, (row, place) => (row < 0 || left.has(places.pk[place]) ? 1 : 0)),
  };
}

/** Who the learners of a comparison are, and what their cohorts engage with. */
export interface Learners {
  /** Their histories over the model's items. */
  readonly data: Interactions;
  /** By place in `data`. */
  readonly traitsOf: (place: number) => LearnerTraits | undefined;
  readonly cohortOf: CohortCounter;
}

/**
 * The blended lists of some learners at the model's own alpha, as the service would make them: what they have engaged with is
 * left out, and who has no history is ranked by who they are.
 * @param places of the learners in `learners.data`
 * @returns places of items, best first; one list per learner
 */
export function rankLearners(
  model: RankingModel,
  { data, traitsOf, cohortOf }: Learners,
  places: Int32Array,
  k: number,
  checkpoint: Checkpoint,
): Int32Array[] {
  const { fit, space, tieRank, hidden } = model;
  const items = space.vectors.rows;
  const halves = createHalves(items);
  const scores = new Float64Array(items);
  const excluded = hidden.slice();
  const lists: Int32Array[] = [];
  for (let n = 0; n < places.length; n++) {
    const history = historyOf(data, places[n]);
    const traits = traitsOf(places[n]);
    const cohort = isInformative(history, items) ? null : cohortOf(traits);
    const basis = scoreLearner(fit, space, traits, history, cohort, halves);
    blendAll(defaultAlpha(fit, basis), halves.collaborative, halves.content, scores);
    for (let e = 0; e < history.length; e++) excluded[history.items[e]] = 1;
    lists.push(topK(scores, k, excluded, tieRank));
    for (let e = 0; e < history.length; e++) excluded[history.items[e]] = hidden[history.items[e]];
    if ((n & 15) === 0) checkpoint(n / places.length, `${n} of ${places.length} learners`);
  }
  return lists;
}
