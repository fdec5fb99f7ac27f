import { dot, link, ruleX } from '@observablehq/plot';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { operation } from '../api/query.js';
import { count, percent, words } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { Failure } from '../components/state.js';
import { CopyOperation } from '../explore/copy-operation.js';
import { ModelReportDocument, type ModelReportQuery } from '../generated/operations.js';
import { REPORT_DAYS } from './models-state.js';
import { Fact } from './settings-panel.js';
import styles from './models.module.css';

type Found = NonNullable<ModelReportQuery['modelReport']>;
type Rate = Found['total']['clickThrough'];

/** Rows that are plotted; the table has all. */
const PLOTTED = 10;

interface ModelReportProps {
  readonly modelId: string;
  readonly days: number;
  readonly onDays: (days: number) => void;
}

/** What became of the lists that a model made. */
export function ModelReport({ modelId, days, onDays }: ModelReportProps) {
  const variables = { modelId, windowDays: days };
  const report = useQuery(operation(ModelReportDocument, variables));
  const found = report.data?.modelReport;
  return (
    <section className={`panel ${styles['box']}`} aria-labelledby="report-title" aria-busy={report.isFetching}>
      <div className={styles['head']}>
        <h2 id="report-title">What became of its lists</h2>
        <span className={styles['actions']}>
          <span className="segments" role="group" aria-label="Days of the report">
            {REPORT_DAYS.map((choice) => (
              <button
                key={choice}
                type="button"
                className="button button-small"
                aria-pressed={choice === days}
                onClick={() => onDays(choice)}
              >
                {`${choice} days`}
              </button>
            ))}
          </span>
          <CopyOperation document={ModelReportDocument} variables={variables} />
        </span>
      </div>
      {report.error && <Failure error={report.error} retry={() => void report.refetch()} />}
      {report.isPending && <div className="skeleton" style={{ height: '10rem' }} />}
      {found && (found.lists === 0 ? <Nothing days={days} /> : <Outcomes report={found} />)}
    </section>
  );
}

function Nothing({ days }: { readonly days: number }) {
  return (
    <p className="muted">
      {`No list of this model was logged in the last ${days} days. LIST_SAMPLE sets how many are. An engagement that names its list as listId then counts as clicked.`}
    </p>
  );
}

const rate = (value: Rate): string =>
  value ? `${percent(value.value, 1)} (${percent(value.low, 1)} to ${percent(value.high, 1)})` : '–';

function Outcomes({ report: { lists, users, total, byPosition, byReason } }: { readonly report: Found }) {
  return (
    <>
      <dl className={styles['facts']}>
        <Fact name="Logged lists">{count(lists)}</Fact>
        <Fact name="Learners">{count(users)}</Fact>
        <Fact name="Recommended">{count(total.impressions)}</Fact>
        <Fact name="Clicked">{count(total.engaged)}</Fact>
        <Fact name="Click-through">{rate(total.clickThrough)}</Fact>
        <Fact name="Completed of clicked">{rate(total.completion)}</Fact>
      </dl>
      <div className={styles['outcomes']}>
        <Rates
          title="Click-through by place in the list"
          head="Place"
          rows={byPosition.map((one) => ({ ...one, name: String(one.position) }))}
        />
        <Rates
          title="Click-through by largest reason"
          head="Reason"
          rows={byReason.map((one) => ({ ...one, name: one.kind === null ? 'No reason' : words(one.kind) }))}
        />
      </div>
      <p className="small muted">
        Intervals of 95%. A list counts when it is answered, whether somebody saw it or not; those of the Studio too.
      </p>
    </>
  );
}

interface Row {
  readonly name: string;
  readonly impressions: number;
  readonly engaged: number;
  readonly clickThrough: Rate;
}

interface RatesProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly Row[];
}

function Rates({ title, head, rows }: RatesProps) {
  const key = JSON.stringify(rows);
  const draw = useCallback(
    (width: number) => {
      const data = (JSON.parse(key) as Row[])
        .slice(0, PLOTTED)
        .flatMap(({ name, clickThrough }) => (clickThrough ? [{ name, ...clickThrough }] : []));
      return {
        height: 42 + data.length * 22,
        marginLeft: Math.min(Math.max(...data.map(({ name }) => 16 + 7 * name.length), 24), Math.round(width * 0.42)),
        marginRight: 18,
        marginTop: 4,
        x: {
          label: null,
          grid: true,
          nice: true,
          zero: true,
          ticks: 4,
          tickFormat: (value: number) => `${Number((100 * value).toFixed(2))}%`,
        },
        y: { type: 'band' as const, domain: data.map((row) => row.name), label: null, tickSize: 0 },
        marks: [
          ruleX([0], { stroke: 'var(--line-strong)' }),
          link(data, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--hybrid)', strokeWidth: 2 }),
          dot(data, { y: 'name', x: 'value', r: 4, fill: 'var(--hybrid)' }),
        ],
      };
    },
    [key],
  );
  return (
    <PlotFigure
      title={title}
      label={`${title}: ${rows.map((row) => `${row.name} ${row.clickThrough ? percent(row.clickThrough.value, 1) : 'none'}`).join(', ')}`}
      draw={draw}
      table={{
        head: [head, 'Recommended', 'Clicked', 'Click-through'],
        rows: rows.map((row) => [row.name, count(row.impressions), count(row.engaged), rate(row.clickThrough)]),
      }}
    />
  );
}
