import { hitRanks } from './hit-ranks.js';
import type { RankingMetric } from './metric.js';

/**
 * NDCG@k with binary gains (Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", with the
 * discount log2(rank + 1) of Burges et al. 2005):
 *
 *     DCG  = sum over hits of 1 / log2(rank + 1)
 *     IDCG = sum over ranks 1 .. min(k, |relevant|) of 1 / log2(rank + 1)
 *     NDCG = DCG / IDCG
 *
 * A list with relevant items first is exactly 1. Without relevant items 0.
 */
export const ndcg: RankingMetric<'ndcg'> = {
  name: 'ndcg',
  variant: 'binary gain, log2(rank + 1), ideal cut at min(k, |relevant|)',
  definition: 'Relevant items among the first k, each worth 1 / log2(rank + 1), as a share of the best possible sum.',
  compute: (ranked, isRelevant, relevantCount, k) => {
    const ranks = hitRanks(ranked, isRelevant, relevantCount, k);
    if (ranks.length === 0) return 0;
    let gain = 0;
    for (const rank of ranks) gain += 1 / Math.log2(rank + 1);
    let ideal = 0;
    for (let rank = 1; rank <= Math.min(k, relevantCount); rank++) ideal += 1 / Math.log2(rank + 1);
    return gain / ideal;
  },
};
