import type { ErrorMetric } from './metric.js';

/** Mean absolute error of the predicted 0-10 score, over pairs (not a mean of learners' values). */
export const mae: ErrorMetric<'mae'> = {
  name: 'mae',
  variant: 'over pairs',
  definition: 'Mean absolute difference between predicted and real score.',
  compute: (predicted, actual) => {
    if (predicted.length !== actual.length) throw new RangeError('mae: as many predictions as scores are needed');
    if (actual.length === 0) return null;
    let sum = 0;
    for (let i = 0; i < actual.length; i++) sum += Math.abs(predicted[i] - actual[i]);
    return sum / actual.length;
  },
};
