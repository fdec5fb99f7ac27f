import type { Oracle } from '../evaluation/oracle.js';
import { topK } from '../model/top-k.js';
import type { RankingJob, TruthSpan } from './ranking-job.js';

/** Lists by the truth, for the learners of a job under the same rules as everybody else. */
export function oracleLists(
  { itemPk, userPk, train, tieRank, k }: RankingJob,
  { keyed }: TruthSpan,
  oracle: Oracle,
): (user: number, excluded: Uint8Array) => Int32Array {
  const { truth } = keyed;
  const userPlace = placesOf(keyed.userPk);
  const itemPlace = placesOf(keyed.contentPk);
  const truthOfItem = itemPk.map((pk) => itemPlace.get(pk) ?? -1);
  const seen = new Uint8Array(truth.contentIds.length);
  const byTruth = new Float64Array(truth.contentIds.length);
  const scores = new Float64Array(itemPk.length);
  return (user, excluded) => {
    const mark = (value: number): void => {
      for (let e = train.rowPtr[user]; e < train.rowPtr[user + 1]; e++) {
        const item = truthOfItem[train.item[e]];
        if (item >= 0) seen[item] = value;
      }
    };
    mark(1);
    oracle.score(userPlace.get(userPk[user]) ?? -1, seen, byTruth);
    mark(0);
    for (let item = 0; item < scores.length; item++)
      scores[item] = truthOfItem[item] < 0 ? 0 : byTruth[truthOfItem[item]];
    return topK(scores, k, excluded, tieRank);
  };
}

function placesOf(pks: Int32Array): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  pks.forEach((pk, place) => {
    if (pk >= 0) places.set(pk, place);
  });
  return places;
}
