import type { ErrorMetric } from './metric.js';

/** Root of the mean squared error of the predicted 0-10 score, over pairs (not a mean of learners' values). */
export const rmse: ErrorMetric<'rmse'> = {
  name: 'rmse',
  variant: 'over pairs',
  definition: 'Root of the mean squared difference between predicted and real score.',
  compute: (predicted, actual) => {
    if (predicted.length !== actual.length) throw new RangeError('rmse: as many predictions as scores are needed');
    if (actual.length === 0) return null;
    let sum = 0;
    for (let i = 0; i < actual.length; i++) sum += (predicted[i] - actual[i]) ** 2;
    return Math.sqrt(sum / actual.length);
  },
};
