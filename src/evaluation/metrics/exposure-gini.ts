import { exposure } from './exposure.js';
import type { CatalogueMetric } from './metric.js';

/**
 * Gini index of exposure over the whole catalogue, never recommended items among it as 0 (Castells, Hurley and Vargas 2015,
 * "Novelty and diversity in recommender systems"):
 *
 *     G = sum over j = 1..n of (2j - n - 1) x_j / ((n - 1) sum x)      x ascending, n = catalogue size
 *
 * 0: every item is recommended equally often; 1: all places go to one item (that is why n - 1 stands there, not n). Catalogues
 * of fewer than two items and empty lists give 0. O(r log r) in the r recommended items.
 */
export const exposureGini: CatalogueMetric<'exposureGini'> = {
  name: 'exposureGini',
  variant: 'over the whole catalogue, scaled by n - 1',
  definition: 'Inequality of how often items are recommended: 0 all alike, 1 all places to one item.',
  compute: (lists, k, catalogueSize) => {
    const counts = Float64Array.from(exposure(lists, k).values()).sort();
    const n = Math.max(catalogueSize, counts.length);
    const zeros = n - counts.length;
    let total = 0;
    let weighted = 0;
    for (let place = 0; place < counts.length; place++) {
      total += counts[place];
      weighted += (2 * (zeros + place + 1) - n - 1) * counts[place];
    }
    return n > 1 && total > 0 ? weighted / ((n - 1) * total) : 0;
  },
};
