import type { KeyedTruth } from '../evaluation/truth.js';
import { countLearners } from '../evaluation/baselines.js';
import { CONTESTANTS, type Contestant } from '../evaluation/contestants.js';
import { WIDTH } from '../evaluation/judge.js';
import type { Relevance } from '../evaluation/relevance.js';
import { createResampler, RESAMPLES, type Grouping, type ResampleInput } from '../evaluation/resample.js';
import type { HybridModel, ItemSpace } from '../model/hybrid/hybrid-model.js';
import { encodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import type { Interactions, Vocabulary } from '../model/interactions.js';
import type { Prerequisites } from '../model/prerequisites/prerequisites.js';
import { activeLearners } from './learner-traits.js';
import type { LearnerColumns } from './messages.js';

/** What is to be ranked and measured, for whom. */
export interface RankingInput {
  readonly model: HybridModel;
  readonly space: ItemSpace;
  readonly tieRank: Int32Array;
  /** 1: not ranked for anybody. */
  readonly hidden: Uint8Array;
  readonly itemPk: Int32Array;
  readonly users: Vocabulary;
  readonly train: Interactions;
  /** Held-out pairs whose scores are predicted; null where the model predicts none, or they have none. */
  readonly test: Interactions | null;
  /** The learners to rank and what is relevant to each. */
  readonly relevance: Relevance;
  readonly learners: LearnerColumns | undefined;
  readonly prerequisites: LearnerPrerequisites | null;
  readonly truth: TruthSpan | null;
  readonly k: number;
  /** Share of the collaborative half for HYBRID; null for what serving takes. */
  readonly alpha: number | null;
  /** Further shares, for the curve. */
  readonly alphas: readonly number[];
  readonly groupings: readonly Grouping[];
  readonly seed: number;
}

export interface LearnerPrerequisites {
  readonly graph: Prerequisites;
  /** What each learner of the training part completed, in compressed rows. */
  readonly ptr: Int32Array;
  readonly completed: Int32Array;
}

export interface TruthSpan {
  readonly keyed: KeyedTruth;
  /** Bounds of the held-out part, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** The same for several threads: everything large is in shared memory, and so is what comes out. */
export interface RankingJob extends Omit<RankingInput, 'model' | 'users'> {
  /** A snapshot whose serving fit is the one to measure. */
  readonly snapshot: Uint8Array;
  readonly userPk: Int32Array;
  /** Learners who engaged with each item in training, disliked or not. */
  readonly engaged: Float64Array;
  readonly activeLearners: number;
  /** Contestants with segments; then one list for each of `alphas`. */
  readonly contestants: readonly Contestant[];
  /** By contestant and alpha: learners x k places of items, best first, -1 where a list is shorter. */
  readonly lists: readonly Int32Array[];
  /** By contestant and alpha: learners x `WIDTH`. */
  readonly tables: readonly Float64Array[];
  /** Sums of squared and absolute errors of predicted scores, and pairs, by learner. */
  readonly errors: Float64Array;
  /** Replicates of the contestants, and those of the curve. */
  readonly replicates: Float64Array;
  readonly curveReplicates: Float64Array;
  /** See `ranking-work.ts`. */
  readonly control: Int32Array;
}

/** A copy in memory that threads share. */
function share<T extends Int32Array | Float32Array | Float64Array | Uint8Array>(array: T): T {
  const shared = new SharedArrayBuffer(array.byteLength);
  const copy = new (array.constructor as new (buffer: SharedArrayBuffer) => T)(shared);
  copy.set(array);
  return copy;
}

const sharedFloats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

export function createRankingJob({ model, users, ...input }: RankingInput): RankingJob {
  const learners = input.relevance.users.length;
  const contestants = CONTESTANTS.filter((name) => name !== 'ORACLE' || input.truth !== null);
  const rankings = contestants.length + input.alphas.length;
  const tables = Array.from({ length: rankings }, () => sharedFloats(learners * WIDTH));
  const { train, space } = input;
  const cut = contestants.length;
  const job = {
    ...input,
    snapshot: share(
      encodeHybrid({ serving: model, holdout: null, cut: null, itemPk: input.itemPk, halfLifeDays: null }),
    ),
    space: {
      ...space,
      vectors: { ...space.vectors, column: share(space.vectors.column), value: share(space.vectors.value) },
    },
    train: {
      ...train,
      rowPtr: share(train.rowPtr),
      item: share(train.item),
      strength: share(train.strength),
      rating: share(train.rating),
      timestamp: share(train.timestamp),
      disliked: share(train.disliked),
    },
    userPk: share(users.keys),
    engaged: share(countLearners(train)),
    activeLearners: activeLearners(train),
    contestants,
    lists: Array.from({ length: rankings }, () =>
      new Int32Array(new SharedArrayBuffer(4 * learners * input.k)).fill(-1),
    ),
    tables,
    errors: sharedFloats(3 * learners),
    control: new Int32Array(new SharedArrayBuffer(64)),
  };
  const cells = (of: ResampleInput): number => createResampler(of).cells;
  return {
    ...job,
    replicates: sharedFloats(RESAMPLES * cells({ ...mainSample(job), tables: tables.slice(0, cut), learners: 0 })),
    curveReplicates: sharedFloats(RESAMPLES * cells({ ...curveSample(job), learners: 0 })),
  };
}

type Sampled = Pick<RankingJob, 'tables' | 'contestants' | 'relevance' | 'groupings' | 'seed'>;

/** What the intervals of the contestants are drawn from. */
export function mainSample({ tables, contestants, relevance, groupings, seed }: Sampled): ResampleInput {
  return { tables: tables.slice(0, contestants.length), learners: relevance.users.length, groupings, seed };
}

/** And those of the curve over alpha: the same draws, everyone together. */
export function curveSample({ tables, contestants, relevance, seed }: Sampled): ResampleInput {
  return { tables: tables.slice(contestants.length), learners: relevance.users.length, groupings: [], seed };
}
