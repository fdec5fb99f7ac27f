import { relevantItems, type Relevance } from '../evaluation/relevance.js';
import type { Split } from '../evaluation/split.js';
import type { HoldoutCut } from '../model/hybrid/hybrid-snapshot.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import {
  buildInteractions,
  createVocabulary,
  distinctSorted,
  type Interactions,
  type Vocabulary,
} from '../model/interactions.js';
import { createRandom } from '../model/random.js';
import { decidingData, type DecidingData } from './deciding-data.js';
import { chooseSplit } from './holdout.js';
import type { TrainTask } from './messages.js';

/** The data of a training, cut into what it fits to and what it measures on. */
export interface CutData {
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly split: Split;
  readonly cut: HoldoutCut;
  readonly train: Interactions;
  readonly test: Interactions;
  readonly relevance: Relevance;
  readonly tieRank: Int32Array;
  readonly deciding: DecidingData;
  /** Whether there is anything to hold out. */
  readonly canHoldOut: boolean;
}

export type CutInput = Pick<TrainTask, 'columns' | 'seed' | 'testShare' | 'halfLifeDays'> & {
  readonly catalogue: Pick<TrainTask['catalogue'], 'pk' | 'id'>;
};

/** The same input is cut the same way, wherever. */
export function cutData({ columns, catalogue, seed, testShare = 0.2, halfLifeDays = Infinity }: CutInput): CutData {
  const users = createVocabulary(distinctSorted(columns.userPk));
  const items = createVocabulary(catalogue.pk);
  const { split, cut } = chooseSplit(columns, testShare, seed);
  const train = buildInteractions(columns, users, items, { rows: split.train, halfLifeDays });
  const test = buildInteractions(columns, users, items, { rows: split.test });
  const relevance = relevantItems(test, train);
  const tieRank = tieRanks(catalogue.id);
  const deciding = decidingData({
    columns,
    users,
    items,
    rows: split.train,
    train,
    test,
    relevance,
    halfLifeDays,
    tieRank,
    seed,
    random: createRandom(seed),
  });
  const canHoldOut = relevance.users.length > 0 && train.size > 0;
  return { users, items, split, cut, train, test, relevance, tieRank, deciding, canHoldOut };
}
