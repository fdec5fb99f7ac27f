import type { HyperParameterTable } from '../recommender.js';

/** Options of models that keep a shrunk similarity of items. */
export const NEIGHBOURHOOD_OPTIONS = {
  shrinkage: {
    description:
      'Discount of similarities that rest on few learners, in units of sqrt(engaged items / mean history length).',
    default: 4,
    minimum: 0,
    maximum: 10_000,
    search: { scale: 'log', from: 0.3, to: 100 },
  },
  historyExponent: {
    description: 'How far the popularity of the engaged item is divided out: 0 not at all, 1 in full.',
    default: 0.7,
    minimum: 0,
    maximum: 1,
    search: { scale: 'linear', from: 0.3, to: 1 },
  },
  candidateExponent: {
    description: 'How far the popularity of the candidate is divided out: 0 favours popular content, 1 rare content.',
    default: 0.5,
    minimum: 0,
    maximum: 1,
    search: { scale: 'linear', from: 0.2, to: 0.8 },
  },
  featureWeight: {
    description:
      'How much the likeness of two contents (words, tags, fields) counts beside common engagements; 0 for not at all.',
    default: 2.5,
    minimum: 0,
    maximum: 10_000,
    search: { scale: 'log', from: 0.1, to: 30 },
  },
  neighbours: {
    description: 'Similar items kept for each item; 0 keeps all.',
    default: 200,
    minimum: 0,
    maximum: 100_000,
    integer: true,
  },
} satisfies HyperParameterTable;
