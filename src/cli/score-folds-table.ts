import type { ScoreFoldsResult } from '../services/evaluation-report.js';
import { columns, count, counted, seconds, wrapped } from './format.js';

/** Errors of predicted scores by fold, with their mean and standard deviation, and what they are of. */
export function scoreFoldsText(result: ScoreFoldsResult): string {
  const { folds, pairs, users, items, scale, ofModel, algorithm, hyperParameters } = result;
  const rows = [
    ['RMSE', folds.map(({ descent }) => descent.rmse)],
    ['MAE', folds.map(({ descent }) => descent.mae)],
    ['RMSE, as served', folds.map(({ served }) => served.rmse)],
    ['MAE, as served', folds.map(({ served }) => served.mae)],
  ] as const;
  const options = Object.entries(hyperParameters).map(([name, value]) => `${name} ${value}`);
  return [
    columns(
      ['', ...folds.map((_, fold) => `fold ${fold + 1}`), 'mean', 'std'],
      rows.map(([name, values]) => [name, ...[...values, mean(values), deviation(values)].map((x) => x.toFixed(4))]),
    ),
    wrapped(
      `${counted(pairs, 'score')} of ${counted(users, 'learner')} and ${counted(items, 'item')}, ` +
        `${scale[0]} to ${scale[1]}, in ${count(folds.length)} folds at random; ${algorithm} (${options.join(', ')})` +
        `${ofModel ? '' : ', because the active model predicts no scores'}; seed ${result.seed}; ${seconds(result.seconds)}.`,
    ),
    wrapped('As served: learners are folded in from their scores, where Surprise keeps the vector of the descent.'),
  ].join('\n\n');
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Over the folds, as numpy's: divided by their number. */
const deviation = (values: readonly number[]): number => Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)));
