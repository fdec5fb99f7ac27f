import { relevantItems, sampleRelevance, selectRelevance, type Relevance } from '../evaluation/relevance.js';
import { perUserSplit } from '../evaluation/split.js';
import type { EngagementColumns } from '../model/engagement.js';
import { isInformative } from '../model/hybrid/hybrid-model.js';
import { buildInteractions, historyOf, type Interactions, type Vocabulary } from '../model/interactions.js';
import type { Random } from '../model/random.js';
import { selectLearners } from './holdout.js';
import type { Validation } from './measure-ranking.js';

/** Learners that decide at most; more would not move the errors much. */
const MOST_LEARNERS = 2000;
/** Scores of each ranking that is tried: with a very large catalogue fewer learners decide, but as many as below. */
const MOST_CELLS = 60_000_000;
/** With fewer held-out learners of their own, all learners decide by the end of their training histories. */
const FEW_LEARNERS = 200;
/** Below this many nothing is decided: chance would. */
export const ENOUGH_LEARNERS = 20;
/** Share of each training history that is held out within the training part. */
const INNER_SHARE = 0.2;

/** What algorithms, options, calibration and alpha are decided by. Nothing that a report measures is among it. */
export interface DecidingData {
  /** HELD_OUT: a third of the held-out learners. WITHIN_TRAINING: the end of every learner's training history. */
  readonly kind: 'HELD_OUT' | 'WITHIN_TRAINING';
  readonly validation: Validation;
  /** All learners that could decide, of which `validation` has a sample. */
  readonly learners: Relevance;
  /** Held-out pairs, with their ratings. */
  readonly test: Interactions;
  readonly isEnough: boolean;
  /** Rows of the columns that its training part is made of. */
  readonly rows: Int32Array;
}

interface Cut {
  readonly columns: EngagementColumns;
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  /** Rows of the training part. */
  readonly rows: Int32Array;
  readonly train: Interactions;
  readonly test: Interactions;
  readonly relevance: Relevance;
  readonly halfLifeDays: number;
  readonly tieRank: Int32Array;
  readonly seed: number;
  readonly random: Random;
}

/**
 * The held-out learners of the validation part with an informative history. Where these are few (a hold-out by time of a
 * platform that is small, or whose learners seldom come back), the training part is cut once more, per learner, and its
 * learners decide: more of them, by a split that is less like the future.
 */
export function decidingData(cut: Cut): DecidingData {
  const { train, users, relevance, seed } = cut;
  const outer = warmOnly(selectLearners(relevance, users, seed, 'VALIDATION'), train);
  if (outer.users.length >= FEW_LEARNERS) return assemble(cut, 'HELD_OUT', outer, cut);
  const inner = cutWithinTraining(cut);
  const learners = warmOnly(relevantItems(inner.test, inner.train), inner.train);
  return learners.users.length > outer.users.length
    ? assemble(cut, 'WITHIN_TRAINING', learners, inner)
    : assemble(cut, 'HELD_OUT', outer, cut);
}

function assemble(
  { tieRank, random }: Cut,
  kind: DecidingData['kind'],
  learners: Relevance,
  { train, test, rows }: Pick<Cut, 'train' | 'test' | 'rows'>,
): DecidingData {
  const bearable = Math.max(FEW_LEARNERS, Math.floor(MOST_CELLS / Math.max(1, train.items)));
  const relevance = sampleRelevance(learners, Math.min(MOST_LEARNERS, bearable), random.fork('deciding sample'));
  const isEnough = relevance.users.length >= ENOUGH_LEARNERS;
  return { kind, learners, test, isEnough, rows, validation: { train, relevance, tieRank } };
}

function cutWithinTraining({ columns, users, items, rows, halfLifeDays, random }: Cut): {
  rows: Int32Array;
  train: Interactions;
  test: Interactions;
} {
  const part: EngagementColumns = {
    length: rows.length,
    userPk: rows.map((row) => columns.userPk[row]),
    contentPk: rows.map((row) => columns.contentPk[row]),
    timestamp: Float64Array.from(rows, (row) => columns.timestamp[row]),
    durationSeconds: rows.map((row) => columns.durationSeconds[row]),
    liked: Int8Array.from(rows, (row) => columns.liked[row]),
    type: Uint8Array.from(rows, (row) => columns.type[row]),
  };
  const split = perUserSplit(part, INNER_SHARE, random.fork('inner hold-out'));
  return {
    rows: split.train.map((place) => rows[place]),
    train: buildInteractions(part, users, items, { rows: split.train, halfLifeDays }),
    test: buildInteractions(part, users, items, { rows: split.test }),
  };
}

/** Learners whose training history says something: the others take the cold path, which has nothing to decide. */
function warmOnly(relevance: Relevance, train: Interactions): Relevance {
  const all = Int32Array.from(relevance.users.keys());
  return selectRelevance(
    relevance,
    all.filter((n) => isInformative(historyOf(train, relevance.users[n]), train.items)),
  );
}
