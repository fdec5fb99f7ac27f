import { hitRanks } from './hit-ranks.js';
import type { RankingMetric } from './metric.js';

/**
 * RR@k = 1 / rank of the first relevant item, 0 where none stands among the first k; its mean over learners is MRR@k
 * (Voorhees 1999, "The TREC-8 question answering track report").
 */
export const reciprocalRank: RankingMetric<'mrr'> = {
  name: 'mrr',
  variant: '1 / first relevant rank, cut at k',
  definition: 'One over the rank of the first relevant item; 0 when none is among the first k.',
  compute: (ranked, isRelevant, relevantCount, k) => {
    const ranks = hitRanks(ranked, isRelevant, relevantCount, k);
    return ranks.length > 0 ? 1 / ranks[0] : 0;
  },
};
