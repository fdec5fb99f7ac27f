import { hitRanks } from './hit-ranks.js';
import type { RankingMetric } from './metric.js';

/** hit rate@k: 1 where at least one relevant item stands among the first k, else 0. Some libraries use the name for recall. */
export const hitRate: RankingMetric<'hitRate'> = {
  name: 'hitRate',
  variant: 'at least one hit per learner',
  definition: 'Share of the learners with at least one relevant item among the first k.',
  compute: (ranked, isRelevant, relevantCount, k) =>
    hitRanks(ranked, isRelevant, relevantCount, k).length > 0 ? 1 : 0,
};
