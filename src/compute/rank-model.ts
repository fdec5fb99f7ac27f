import { createItemSpace, type HybridModel, type ItemSpace } from '../model/hybrid/hybrid-model.js';
import type { HybridSnapshot } from '../model/hybrid/hybrid-snapshot.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import { createVocabulary, type Vocabulary } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { itemPlaces, vectoriseRows } from './item-places.js';
import { createLearnerRanker, type Learners } from './learner-ranker.js';
import type { CatalogueColumns } from './messages.js';
import type { Checkpoint } from './progress.js';

/** Learners between two checkpoints. */
const CHUNK = 128;

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

/**
 * The blended lists of some learners at the model's own alpha, as the service would make them.
 * @param places of the learners in `learners.data`
 * @param engine of this thread alone
 * @returns places of items, best first; one list per learner
 */
export function rankLearners(
  { fit, space, tieRank, hidden }: RankingModel,
  learners: Learners,
  places: Int32Array,
  k: number,
  engine: Engine,
  checkpoint: Checkpoint,
): Int32Array[] {
  return engine.scope(() => {
    const ranker = createLearnerRanker({ model: fit, space, tieRank, hidden, learners, k, engine });
    const lists: Int32Array[] = [];
    for (let from = 0; from < places.length; from += CHUNK) {
      checkpoint(from / places.length, `${from} of ${places.length} learners`);
      ranker.rank(places.subarray(from, from + CHUNK), [null], (position, [list]) => {
        lists[from + position] = list;
      });
    }
    return lists;
  });
}
