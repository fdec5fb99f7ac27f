import { exposure } from './exposure.js';
import type { CatalogueMetric } from './metric.js';

/**
 * Catalogue coverage (Ge, Delgado-Battenfeld and Jannach 2010, "Beyond accuracy: evaluating recommender systems by coverage and
 * serendipity"): distinct items in the first k of any list / catalogue size. It grows with the number of lists: compare only
 * values for the same learners and k. An empty catalogue gives 0.
 */
export const coverage: CatalogueMetric<'coverage'> = {
  name: 'coverage',
  variant: 'distinct recommended items / catalogue size',
  definition: 'Share of the catalogue that appears in at least one list.',
  compute: (lists, k, catalogueSize) => (catalogueSize > 0 ? Math.min(1, exposure(lists, k).size / catalogueSize) : 0),
};
