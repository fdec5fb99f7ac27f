import { count, date, percent, share, words } from '../components/format.js';
import type { FullReportFragment } from '../generated/operations.js';
import { MeasureTable } from '../measures/measure-table.js';
import { contestantOf, MEASURES } from '../measures/measures.js';
import { AlphaCurve } from './alpha-curve.js';
import { IntervalPlot } from './interval-plot.js';
import { Segments } from './segments.js';
import styles from './evaluate.module.css';

const PLOTTED = ['ndcg', 'precision', 'recall', 'coverage', 'novelty', 'diversity'] as const;
const TONES: Readonly<Record<string, string>> = {
  PERSONALISED_BETTER: 'good',
  ONE_HALF_BETTER: 'warn',
  ONLY_POPULARITY: 'warn',
  TOO_FEW_USERS: 'warn',
  POPULARITY_BETTER: 'bad',
  NOTHING_LEARNT: 'bad',
};

interface ReportProps {
  readonly title: string;
  readonly report: FullReportFragment;
}

/** What an evaluation has found. */
export function Report({ title, report }: ReportProps) {
  const { verdict } = report;
  return (
    <div className={styles['report']}>
      <section className={`panel ${styles['box']}`} aria-labelledby="report-title">
        <h2 id="report-title">{title}</h2>
        {verdict && (
          <p className={styles['verdict']} data-tone={TONES[verdict.code]}>
            {verdict.text}
          </p>
        )}
        <p className="small muted">{factsOf(report).join(' · ')}</p>
        <div className={styles['key']} aria-hidden="true">
          {report.results.map(({ contestant }) => (
            <span key={contestant}>
              <i style={{ background: contestantOf(contestant).colour }} />
              {contestantOf(contestant).title}
            </span>
          ))}
        </div>
        <div className={styles['plots']}>
          {MEASURES.filter(({ name }) => PLOTTED.some((one) => one === name)).map((facts) => (
            <IntervalPlot key={facts.name} facts={facts} k={report.k} results={report.results} />
          ))}
        </div>
      </section>
      <AlphaCurve report={report} />
      <Segments report={report} />
      <section className={`panel ${styles['box']}`} aria-labelledby="figures-title">
        <h2 id="figures-title">All measures at {report.k}</h2>
        <MeasureTable caption={`All measures at ${report.k}`} results={report.results} />
        <Contests report={report} />
        {report.rmse !== null && report.mae !== null && (
          <p className="small muted">{`Errors of predicted scores, in points of 0 to 10: RMSE ${share(report.rmse)}, MAE ${share(report.mae)}.`}</p>
        )}
      </section>
    </div>
  );
}

/** The blend against each of the others, on the same learners. */
function Contests({ report: { comparisons, k } }: { readonly report: FullReportFragment }) {
  if (comparisons.length === 0) return null;
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(4).replace('-', '−')}`;
  return (
    <>
      <h3>{`Hybrid against the others, by NDCG@${k} of the same learners`}</h3>
      <ul className={styles['contests']}>
        {comparisons.map(({ against, value, low, high, outcome }) => (
          <li key={against}>
            <span>{contestantOf(against).title}</span>
            <b>{signed(value)}</b>
            <span className="muted">{low !== null && high !== null && `${signed(low)} to ${signed(high)}`}</span>
            <span className={`tag ${OUTCOMES[outcome]?.tone ?? ''}`}>{OUTCOMES[outcome]?.name ?? words(outcome)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const OUTCOMES: Readonly<Record<string, { readonly name: string; readonly tone: string }>> = {
  BETTER: { name: 'better', tone: 'tag-good' },
  NO_DIFFERENCE: { name: 'no difference', tone: '' },
  WORSE: { name: 'worse', tone: 'tag-bad' },
};

const PROTOCOLS: Readonly<Record<string, string>> = {
  TEMPORAL: 'held out by time',
  PER_USER_RATIO: 'held out by learner',
  LEAVE_LAST_OUT: 'held out as the latest of each learner',
  STRATIFIED: 'held out at random of each learner',
  TEST_FILE: 'a test file',
};

function factsOf(report: FullReportFragment): string[] {
  const { testEngagements, trainEngagements } = report;
  return [
    `${count(report.users)} learners, ${count(report.coldUsers)} of them cold`,
    `${count(report.catalogueSize)} pieces of content ranked`,
    `${count(testEngagements)} engagements (${percent(testEngagements / Math.max(1, testEngagements + trainEngagements))}) ${PROTOCOLS[report.protocol] ?? words(report.protocol).toLowerCase()}`,
    ...(report.cutoff === null ? [] : [`from ${date(report.cutoff)} on`]),
    `α ${share(report.alpha)}`,
    `seed ${report.seed}`,
    `${report.seconds.toFixed(1)}\u00a0s`,
  ];
}
