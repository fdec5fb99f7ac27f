import type { Interactions, Vocabulary } from '../model/interactions.js';
import type { Random } from '../model/random.js';
import { bootstrapMean, type Measure } from './bootstrap.js';
import { createOracle } from './oracle.js';
import { rankUsers, seenInTraining } from './rank.js';
import type { Relevance } from './relevance.js';
import { learnerValues } from './report.js';
import type { Truth } from './truth.js';

/** The truth of generated data with the keys under which it is stored, by place; -1 where it is not stored. */
export interface KeyedTruth {
  readonly truth: Truth;
  readonly userPk: Int32Array;
  readonly contentPk: Int32Array;
}

export interface AttainableInput {
  readonly keyed: KeyedTruth;
  /** Over the places of `train`. */
  readonly users: Vocabulary;
  /** Surrogate key of each item that is ranked, by place. */
  readonly itemPk: Int32Array;
  readonly train: Interactions;
  readonly relevance: Relevance;
  readonly k: number;
  readonly tieRank: Int32Array | null;
  /** Bounds of the held-out part, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly random: Random;
}

/** NDCG@k of the oracle that ranks by the truth, for the same learners under the same rules as everybody else. */
export function attainableNdcg(
  input: AttainableInput,
  checkpoint?: (fraction: number, detail: string) => void,
): Measure {
  const { keyed, users, itemPk, train, relevance, k } = input;
  const { truth } = keyed;
  const oracle = createOracle(truth, input.from, input.to);
  const userPlace = placesOf(keyed.userPk);
  const itemPlace = placesOf(keyed.contentPk);
  const truthOfItem = itemPk.map((pk) => itemPlace.get(pk) ?? -1);
  const seen = new Uint8Array(truth.contentIds.length);
  const scores = new Float64Array(truth.contentIds.length);
  const lists = rankUsers(
    {
      users: relevance.users,
      k,
      items: itemPk.length,
      tieRank: input.tieRank,
      excluded: seenInTraining(train),
      score: (user, out) => {
        const each = (mark: number): void => {
          for (let e = train.rowPtr[user]; e < train.rowPtr[user + 1]; e++) {
            const item = truthOfItem[train.item[e]];
            if (item >= 0) seen[item] = mark;
          }
        };
        each(1);
        oracle.score(userPlace.get(users.keys[user]) ?? -1, seen, scores);
        each(0);
        for (let item = 0; item < out.length; item++) out[item] = truthOfItem[item] < 0 ? 0 : scores[truthOfItem[item]];
      },
    },
    checkpoint,
  );
  return bootstrapMean(learnerValues(lists, relevance, k).ndcg, input.random.fork('bootstrap'));
}

function placesOf(pks: Int32Array): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  pks.forEach((pk, place) => {
    if (pk >= 0) places.set(pk, place);
  });
  return places;
}
