import type { EvaluationReport, Measure, RankingMeasures } from '../services/services.js';
import { count, counted, seconds, table } from './format.js';

const MEASURES: readonly {
  readonly key: Exclude<keyof RankingMeasures, 'contestant' | 'alpha'>;
  readonly name: string;
}[] = [
  { key: 'precision', name: 'precision@k' },
  { key: 'recall', name: 'recall@k' },
  { key: 'ndcg', name: 'NDCG@k' },
  { key: 'map', name: 'MAP@k' },
  { key: 'mrr', name: 'MRR@k' },
  { key: 'hitRate', name: 'hit rate@k' },
  { key: 'coverage', name: 'coverage@k' },
  { key: 'novelty', name: 'novelty@k (bits)' },
  { key: 'diversity', name: 'diversity@k' },
];

function cell({ value, low, high }: Measure): string {
  const bounds = low === null || high === null ? '' : `\n${low.toFixed(4)}-${high.toFixed(4)}`;
  return `${value.toFixed(4)}${bounds}`;
}

/** Measures by contestants, each with its 95% interval below, and a line on what was measured. */
export function evaluationText(report: EvaluationReport): string {
  const head = ['', ...report.results.map(({ contestant }) => contestant)];
  const rows = MEASURES.map(({ key, name }) => [
    name.replace('@k', `@${report.k}`),
    ...report.results.map((result) => cell(result[key])),
  ]);
  const errors =
    report.rmse === null || report.mae === null
      ? []
      : [`Predicted scores (0-10): RMSE ${report.rmse.toFixed(4)}, MAE ${report.mae.toFixed(4)}.`];
  const attainable = report.attainable
    ? [
        `Ranking by the truth reaches NDCG@${report.k} ${report.attainable.ndcg.value.toFixed(4)}; ` +
          `HYBRID attains ${(100 * report.attainable.share).toFixed(1)}% of it.`,
      ]
    : [];
  return [
    table(head, rows, { right: head.map((_, place) => place).slice(1), ruled: true }),
    `${counted(report.users, 'learner')} ranked (${count(report.coldUsers)} without history), ` +
      `${counted(report.catalogueSize, 'item')}; ${split(report)}; ` +
      `${count(report.trainEngagements)} training and ${count(report.testEngagements)} test engagements; ` +
      `alpha ${report.alpha}; seed ${report.seed}; ${seconds(report.seconds)}. Below each value: its 95% interval.`,
    ...errors,
    ...attainable,
  ].join('\n');
}

function split(report: EvaluationReport): string {
  switch (report.protocol) {
    case 'TEMPORAL':
      return `split by time${report.cutoff ? ` at ${report.cutoff.toISOString()}` : ''}`;
    case 'PER_USER_RATIO':
      return 'split by learner, the last ones held out';
    case 'TEST_FILE':
      return 'tested on the file';
  }
}
