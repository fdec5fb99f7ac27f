import { areaY, dot, lineY, ruleX, ruleY } from '@observablehq/plot';
import { useCallback, useState } from 'react';
import { share } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import type { FullReportFragment } from '../generated/operations.js';
import {
  formatInterval,
  formatMeasure,
  measureOf,
  MEASURES,
  type MeasureFacts,
  type MeasureName,
} from '../measures/measures.js';
import { MeasurePicker } from './measure-picker.js';
import styles from './evaluate.module.css';

/** How a measure goes from content alone to collaborative alone. */
export function AlphaCurve({ report }: { readonly report: FullReportFragment }) {
  const [name, setName] = useState<MeasureName>('ndcg');
  const facts = MEASURES.find((one) => one.name === name) ?? MEASURES[0];
  if (report.alphas.length === 0 || !facts) return null;
  return (
    <section className={`panel ${styles['box']}`} aria-label="Curve over alpha">
      <div className={styles['head']}>
        <h2>Curve over alpha</h2>
        <MeasurePicker chosen={name} onChoose={setName} />
      </div>
      <Curve facts={facts} report={report} />
    </section>
  );
}

function Curve({ facts, report }: { readonly facts: MeasureFacts; readonly report: FullReportFragment }) {
  const { alphas, alpha, k } = report;
  const draw = useCallback(() => {
    const data = pointsOf(facts, alphas);
    const popularity = report.results.find(({ contestant }) => contestant === 'POPULARITY');
    const bar = popularity && measureOf(popularity, facts.name)?.value;
    return {
      height: 260,
      marginLeft: 52,
      marginTop: 12,
      marginBottom: 46,
      x: { label: 'alpha: content alone at 0, collaborative alone at 1', labelOffset: 40, domain: [0, 1], grid: false },
      y: { label: null, grid: true, nice: true, tickSize: 0 },
      marks: [
        ...(bar === undefined ? [] : [ruleY([bar], { stroke: 'var(--popularity)', strokeDasharray: '4 3' })]),
        ruleX([alpha], { stroke: 'var(--ink-3)', strokeDasharray: '3 3' }),
        areaY(
          data.filter((point) => point.low !== null),
          { x: 'alpha', y1: 'low', y2: 'high', fill: 'var(--hybrid)', fillOpacity: 0.14 },
        ),
        lineY(data, { x: 'alpha', y: 'value', stroke: 'var(--hybrid)', strokeWidth: 2 }),
        dot(data, { x: 'alpha', y: 'value', r: 3.5, fill: 'var(--hybrid)' }),
      ],
    };
  }, [facts, alphas, alpha, report.results]);
  const points = pointsOf(facts, alphas);
  const best = points.reduce<(typeof points)[number] | null>(
    (found, point) => (found === null || point.value > found.value ? point : found),
    null,
  );
  return (
    <PlotFigure
      title={`${facts.title} at ${k}, with its 95% interval`}
      label={`${facts.title} over alpha; highest ${best ? formatMeasure(facts, best.value) : '–'} at alpha ${best ? share(best.alpha) : '–'}`}
      draw={draw}
      table={{
        head: ['Alpha', facts.title, '95% interval'],
        rows: points.map((point) => [
          share(point.alpha),
          formatMeasure(facts, point.value),
          formatInterval(facts, point) ?? '–',
        ]),
      }}
    >
      {best &&
        `Highest at ${share(best.alpha)}. The dotted upright is the alpha of the report, ${share(alpha)}; the dashed line is popularity.`}
    </PlotFigure>
  );
}

function pointsOf(facts: MeasureFacts, alphas: FullReportFragment['alphas']) {
  return alphas.flatMap((result) => {
    const measure = measureOf(result, facts.name);
    return measure && result.alpha !== null ? [{ alpha: result.alpha, ...measure }] : [];
  });
}
