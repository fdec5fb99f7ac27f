import { hitRanks } from './hit-ranks.js';
import type { RankingMetric } from './metric.js';

/**
 * AP@k, whose mean over learners is MAP@k:
 *
 *     AP@k = sum over hits of (hits up to and with this rank / rank) / min(k, |relevant|)
 *
 * The divisor min(k, |relevant|) lets every learner reach 1; other libraries divide by |relevant|, by the number of hits or
 * by k. Without relevant items 0.
 */
export const averagePrecision: RankingMetric<'map'> = {
  name: 'map',
  variant: 'precision at each hit, over min(k, |relevant|)',
  definition: 'Mean of the precision at the rank of each relevant item, misses as 0, over min(k, relevant items).',
  compute: (ranked, isRelevant, relevantCount, k) => {
    const ranks = hitRanks(ranked, isRelevant, relevantCount, k);
    if (ranks.length === 0) return 0;
    let sum = 0;
    for (let hit = 0; hit < ranks.length; hit++) sum += (hit + 1) / ranks[hit];
    return sum / Math.min(k, relevantCount);
  },
};
