import type { ListMetric } from './metric.js';

/**
 * Mean self-information of the first k items, in bits (Zhou et al. 2010, "Solving the apparent diversity-accuracy dilemma of
 * recommender systems"):
 *
 *     novelty = mean of -log2 p(i)
 *     p(i)    = (learners who engaged with i in training + 1) / (learners in training + 2)
 *
 * p is the chance that a learner knows the item, by Laplace's rule of succession for a yes-or-no event: so an item that
 * nobody engaged with has a finite value, the largest, log2(learners + 2), and an item that everybody knows comes close to 0.
 * Null for an empty list.
 */
export const novelty: ListMetric<'novelty'> = {
  name: 'novelty',
  variant: 'mean self-information in bits, p = (engaged + 1) / (learners + 2)',
  definition: 'Mean of -log2 of the chance that a learner already engaged with the recommended item.',
  compute: (ranked, k, { popularity, users }) => {
    const end = Math.min(ranked.length, k);
    if (!(end >= 1)) return null;
    let bits = 0;
    for (let place = 0; place < end; place++) {
      const engaged = Math.min(popularity[ranked[place]] ?? 0, users);
      bits += Math.log2((users + 2) / (engaged + 1));
    }
    return bits / end;
  },
};
