/** What is left out of, or changed in, the defaults, one at a time. `null` features: none. */
const NEIGHBOURHOOD = [
  ['as it is', {}],
  ['without content features', { featureWeight: 0 }],
  ['without shrinkage', { shrinkage: 0 }],
  ['learners not weighted by activity', { activityExponent: 0 }],
  ['both exponents 0.5: plain cosine', { historyExponent: 0.5, candidateExponent: 0.5 }],
  ['no decay of the history', { decay: 1 }],
  ['half the neighbours', { neighbours: 100 }],
];

/** @returns `[algorithm, what, hyperParameters]` lines */
export const ABLATIONS = [
  ...NEIGHBOURHOOD.map(([what, given]) => ['ITEM_KNN', what, given]),
  [
    'ITEM_KNN',
    'plain item cosine: none of these',
    {
      featureWeight: 0,
      shrinkage: 0,
      activityExponent: 0,
      historyExponent: 0.5,
      candidateExponent: 0.5,
      decay: 1,
      neighbours: 0,
    },
  ],
  ['EASE', 'as it is', {}],
  ['EASE', 'without content features', { featureWeight: 0 }],
  ['EASE', 'without the relative part of the regularization', { relativeRegularization: 0 }],
  ['EASE', 'learners not weighted by activity', { activityExponent: 0 }],
  ['EASE', 'no decay of the history', { decay: 1 }],
  ['TRANSITIONS', 'as it is', {}],
  ['TRANSITIONS', 'without content features', { featureWeight: 0 }],
  ['TRANSITIONS', 'both directions alike', { reverseWeight: 1 }],
  ['TRANSITIONS', 'no difference by distance', { stepExponent: 0 }],
  ['TRANSITIONS', 'no decay of the history', { decay: 1 }],
];
