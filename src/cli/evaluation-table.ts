import type { EvaluationReport, Measure, RankingMeasures, SegmentReport } from '../services/evaluation-report.js';
import { columns, count, counted, oneLine, seconds, wrapped } from './format.js';

type MeasureKey = Exclude<keyof RankingMeasures, 'contestant' | 'alpha' | 'attainable'>;

const NAMES: Readonly<Record<MeasureKey, string>> = {
  ndcg: 'NDCG@k',
  precision: 'precision@k',
  recall: 'recall@k',
  map: 'MAP@k',
  mrr: 'MRR@k',
  hitRate: 'hit rate@k',
  coverage: 'coverage',
  exposureGini: 'exposure Gini',
  novelty: 'novelty (bits)',
  diversity: 'diversity',
  prerequisiteViolations: 'not ready',
};
const ORDER = Object.keys(NAMES) as MeasureKey[];
const CURVE: readonly MeasureKey[] = ['ndcg', 'recall', 'hitRate', 'coverage', 'novelty', 'diversity'];
const TITLES: Readonly<Record<SegmentReport['by'], string>> = {
  ACTIVITY: 'activity',
  DEPARTMENT: 'department',
  SENIORITY: 'seniority',
};
const ACTIVITIES: Readonly<Record<string, string>> = { COLD: '0', CASUAL: '1-5', REGULAR: '6-99', POWER: '100+' };

/** The whole report, at most 100 columns wide: what it comes to, the measures with their intervals, the parts, the curve. */
export function evaluationText(report: EvaluationReport): string {
  const { results, alphas, verdict } = report;
  const present = ORDER.filter((key) => results.some((result) => result[key] != null));
  return [
    columns(
      ['', ...results.map(({ contestant }) => contestant)],
      present.map((key) => [nameOf(key, report.k), ...results.map((result) => cell(result[key]))]),
    ),
    ...segmentTables(report),
    ...(alphas.length > 0 ? [curveTable(alphas, report.k)] : []),
    wrapped(measured(report)),
    ...(report.rmse === null || report.mae === null
      ? []
      : [`Predicted scores (0-10): RMSE ${report.rmse.toFixed(4)}, MAE ${report.mae.toFixed(4)}.`]),
    ...attained(report),
    ...(verdict ? [wrapped(verdict.text)] : []),
  ].join('\n\n');
}

const nameOf = (key: MeasureKey, k: number): string => NAMES[key].replace('@k', `@${k}`);

/** `.0903`, and below it `.0832-.0983`. */
function cell(measure: Measure | null | undefined): string {
  if (!measure) return '';
  const { value, low, high } = measure;
  return low === null || high === null ? figure(value) : `${figure(value)}\n${figure(low)}-${figure(high)}`;
}

function figure(value: number): string {
  return Math.abs(value) < 1 ? value.toFixed(4).replace('0.', '.') : value.toFixed(Math.abs(value) < 10 ? 3 : 2);
}

function segmentTables({ segments, k }: EvaluationReport): string[] {
  const kinds = [...new Set(segments.map(({ by }) => by))];
  return kinds.map((by) => {
    const own = segments.filter((segment) => segment.by === by && segment.users > 0);
    const contestants = own[0]?.results.map(({ contestant }) => contestant) ?? [];
    return columns(
      [`NDCG@${k} by ${TITLES[by]}`, 'learners', ...contestants],
      own.map(({ name, users, results }) => [
        name in ACTIVITIES && by === 'ACTIVITY' ? `${name} (${ACTIVITIES[name]})` : cut(oneLine(name)),
        count(users),
        ...results.map(({ ndcg }) => cell(ndcg)),
      ]),
    );
  });
}

/** Names from outside may be of any length. */
const cut = (name: string): string => (name.length > 20 ? `${name.slice(0, 19)}…` : name);

function curveTable(alphas: readonly RankingMeasures[], k: number): string {
  return columns(
    ['alpha', ...CURVE.map((key) => nameOf(key, k))],
    alphas.map((result) => [String(result.alpha), ...CURVE.map((key) => cell(result[key]))]),
  );
}

function attained(report: EvaluationReport): string[] {
  const { attainable, k } = report;
  if (!attainable?.share) return [];
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  const { value, low, high } = attainable.share;
  const interval = low === null || high === null ? '' : ` (${percent(low)} to ${percent(high)})`;
  const parts = report.segments
    .filter(({ by, users }) => by === 'ACTIVITY' && users > 0)
    .flatMap(({ name, results }) => {
      const share = results[0].attainable;
      return share ? [`${name} ${percent(share.value)}`] : [];
    });
  return [
    wrapped(
      `ORACLE ranks by the truth and reaches NDCG@${k} ${figure(attainable.ndcg.value)}; HYBRID attains ` +
        `${percent(value)}${interval} of it${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`,
    ),
  ];
}

function measured(report: EvaluationReport): string {
  return (
    `${counted(report.users, 'learner')} ranked (${count(report.coldUsers)} without history), ` +
    `${counted(report.catalogueSize, 'item')}; ${split(report)}${report.refitted ? ', the model fitted anew' : ''}; ` +
    `${count(report.trainEngagements)} training and ${count(report.testEngagements)} test engagements; ` +
    `alpha ${report.alpha}; seed ${report.seed}; ${seconds(report.seconds)}. Below a value: its 95% interval.`
  );
}

function split(report: EvaluationReport): string {
  switch (report.protocol) {
    case 'TEMPORAL':
      return `split by time${report.cutoff ? ` at ${report.cutoff.toISOString()}` : ''}`;
    case 'PER_USER_RATIO':
      return 'split by learner, the last ones held out';
    case 'LEAVE_LAST_OUT':
      return 'the last content of each learner held out';
    case 'STRATIFIED':
      return 'split by learner at random';
    case 'TEST_FILE':
      return 'tested on the file';
  }
}
