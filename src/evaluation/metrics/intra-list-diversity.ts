import type { ListMetric } from './metric.js';

/**
 * Mean of 1 - cosine(content) over the unordered pairs of the first k items (Ziegler et al. 2005, "Improving recommendation
 * lists through topic diversification", as a distance and without the rank). 0: all the same content, 1: nothing in common.
 * Null for lists of fewer than two items, which have no pair. O(k^2) similarities.
 */
export const intraListDiversity: ListMetric<'diversity'> = {
  name: 'diversity',
  variant: 'mean of 1 - cosine over unordered pairs',
  definition: 'Mean content distance, one minus cosine, between the items of a list.',
  compute: (ranked, k, { contentSimilarity }) => {
    const end = Math.min(ranked.length, k);
    if (!(end >= 2)) return null;
    let distance = 0;
    for (let a = 0; a < end; a++) {
      // Rounding may carry a cosine past its bounds; a distance must not follow it.
      for (let b = a + 1; b < end; b++)
        distance += Math.min(1, Math.max(0, 1 - contentSimilarity(ranked[a], ranked[b])));
    }
    return distance / ((end * (end - 1)) / 2);
  },
};
