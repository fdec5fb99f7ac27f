import type { ListMetric } from './metric.js';

/**
 * Share of the first k items that require content which the learner had not completed in the training part. What is required
 * of a requirement in turn does not count, as for `readyOnly` in serving. 0: everything can be taken up at once. Null for an empty
 * list, and where no content of the catalogue requires any.
 */
export const prerequisiteViolations: ListMetric<'prerequisiteViolations'> = {
  name: 'prerequisiteViolations',
  variant: 'share of the list, direct prerequisites only',
  definition: 'Share of the items of a list whose prerequisites the learner has not completed.',
  compute: (ranked, k, { isUnready }, learner) => {
    const end = Math.min(ranked.length, k);
    if (!isUnready || !(end >= 1)) return null;
    let violations = 0;
    for (let place = 0; place < end; place++) if (isUnready(learner, ranked[place])) violations++;
    return violations / end;
  },
};
