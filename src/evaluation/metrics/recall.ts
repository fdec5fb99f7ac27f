import { hitRanks } from './hit-ranks.js';
import type { RankingMetric } from './metric.js';

/**
 * recall@k = hits / |relevant| (Herlocker et al. 2004). Not divided by min(k, |relevant|), so a learner with more than k
 * relevant items cannot reach 1. Without relevant items 0.
 */
export const recall: RankingMetric<'recall'> = {
  name: 'recall',
  variant: 'hits / |relevant|',
  definition: 'Share of the relevant items that stand among the first k.',
  compute: (ranked, isRelevant, relevantCount, k) =>
    relevantCount > 0 ? hitRanks(ranked, isRelevant, relevantCount, k).length / relevantCount : 0,
};
