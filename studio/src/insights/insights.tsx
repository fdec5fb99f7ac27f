import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { operation } from '../api/query.js';
import { count, date, percent } from '../components/format.js';
import { Failure, State } from '../components/state.js';
import { useDocumentTitle } from '../components/use-document-title.js';
import { CopyOperation } from '../explore/copy-operation.js';
import { InsightObservationsDocument, InsightTotalsDocument } from '../generated/operations.js';
import { Activity } from './activity.js';
import { Catalogue } from './catalogue.js';
import { Durations } from './durations.js';
import { HeatMaps } from './heat-maps.js';
import { Rates } from './rates.js';
import { Spread } from './spread.js';
import styles from './insights.module.css';

const WINDOWS: readonly { readonly days: number | null; readonly name: string }[] = [
  { days: null, name: 'All' },
  { days: 365, name: '365 days' },
  { days: 90, name: '90 days' },
  { days: 28, name: '28 days' },
];

/** What is in the data. */
export default function Insights() {
  useDocumentTitle('Insights');
  const [params, setParams] = useSearchParams();
  const given = Number(params.get('days'));
  const days = Number.isInteger(given) && given >= 1 && given <= 3660 ? given : null;
  const variables = days === null ? {} : { days };
  const totals = useQuery(operation(InsightTotalsDocument, variables));
  if (totals.error) return <Failure error={totals.error} retry={() => void totals.refetch()} />;
  const found = totals.data?.insights;
  if (found && found.totals.engagements === 0 && days === null) {
    return (
      <State kind="empty" title="There are no engagements yet">
        <p>
          Import some, or record them by the API: then this view shows when, with what and how long learners engage.
        </p>
      </State>
    );
  }
  return (
    <div className={styles['insights']}>
      <div className={styles['head']}>
        <div>
          <h1>Insights</h1>
          <p className="muted">
            {found?.to
              ? `${found.from ? `After ${date(found.from)}` : 'Everything'} up to ${date(found.to)}. Times are in UTC.`
              : 'Counting'}
          </p>
        </div>
        <div className="segments" role="group" aria-label="Window">
          {WINDOWS.map((window) => (
            <button
              key={window.name}
              type="button"
              className="button"
              aria-pressed={window.days === days}
              onClick={() => setParams(window.days === null ? {} : { days: String(window.days) })}
            >
              {window.name}
            </button>
          ))}
        </div>
      </div>
      {found ? <Totals totals={found.totals} /> : <div className="skeleton" style={{ height: '4rem' }} />}
      <Observations days={days} />
      <Activity days={days} />
      <Spread days={days} />
      <Durations days={days} />
      <Rates days={days} />
      <HeatMaps days={days} />
      <Catalogue days={days} />
    </div>
  );
}

interface TotalsProps {
  readonly totals: {
    readonly engagements: number;
    readonly users: number;
    readonly activeUsers: number;
    readonly contents: number;
    readonly likes: number;
    readonly dislikes: number;
    readonly completions: number;
  };
}

function Totals({ totals }: TotalsProps) {
  const { engagements, users, activeUsers, contents, likes, dislikes, completions } = totals;
  const shareOf = (part: number, whole: number) => (whole > 0 ? percent(part / whole) : '–');
  return (
    <dl className={styles['totals']}>
      <Total name="Engagements" value={count(engagements)} />
      <Total name="Active learners" value={count(activeUsers)} beside={`of ${count(users)}`} />
      <Total name="Content on offer" value={count(contents)} />
      <Total name="Liked" value={shareOf(likes, engagements)} beside={count(likes)} />
      <Total name="Disliked" value={shareOf(dislikes, engagements)} beside={count(dislikes)} />
      <Total name="Completed" value={shareOf(completions, engagements)} beside={count(completions)} />
    </dl>
  );
}

function Total({ name, value, beside }: { readonly name: string; readonly value: string; readonly beside?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b> {beside && <span className="muted">{beside}</span>}
      </dd>
    </div>
  );
}

/** What the figures say, in words. */
function Observations({ days }: { readonly days: number | null }) {
  const variables = days === null ? {} : { days };
  const { data, error, refetch } = useQuery(operation(InsightObservationsDocument, variables));
  const observations = data?.insights.observations;
  return (
    <section className={`panel ${styles['box']}`} aria-labelledby="observations-title" aria-busy={!observations}>
      <div className={styles['head']}>
        <h2 id="observations-title">What the data say</h2>
        <CopyOperation document={InsightObservationsDocument} variables={variables} />
      </div>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!observations && !error && <div className="skeleton" style={{ height: '8rem' }} />}
      {observations?.length === 0 && <p className="muted">Nothing stands out.</p>}
      <ul className={styles['observations']}>
        {observations?.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
