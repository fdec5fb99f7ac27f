import { hitRanks } from './hit-ranks.js';
import type { RankingMetric } from './metric.js';

/**
 * precision@k = hits / k. The divisor is k also where the list is shorter: open places are misses (Herlocker et al. 2004,
 * "Evaluating collaborative filtering recommender systems"). A learner with fewer than k relevant items cannot reach 1.
 */
export const precision: RankingMetric<'precision'> = {
  name: 'precision',
  variant: 'hits / k',
  definition: 'Share of the k places that hold a relevant item.',
  compute: (ranked, isRelevant, relevantCount, k) =>
    k >= 1 ? hitRanks(ranked, isRelevant, relevantCount, k).length / k : 0,
};
