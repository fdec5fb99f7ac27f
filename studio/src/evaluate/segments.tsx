import { dot, link, ruleX } from '@observablehq/plot';
import { useCallback, useState } from 'react';
import { count, words } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import type { FullReportFragment } from '../generated/operations.js';
import {
  contestantOf,
  formatMeasure,
  measureOf,
  MEASURES,
  type MeasureFacts,
  type MeasureName,
} from '../measures/measures.js';
import { MeasurePicker } from './measure-picker.js';
import styles from './evaluate.module.css';

/** What activity segments mean. */
const ACTIVITY: Readonly<Record<string, string>> = {
  COLD: 'Cold: no history',
  CASUAL: 'Casual: 1 to 5',
  REGULAR: 'Regular: 6 to 99',
  POWER: 'Power: 100 and more',
};

/** The same figures for parts of the learners. */
export function Segments({ report }: { readonly report: FullReportFragment }) {
  const [name, setName] = useState<MeasureName>('ndcg');
  const facts = MEASURES.find((one) => one.name === name) ?? MEASURES[0];
  const [first] = report.segments;
  if (!first || !facts) return null;
  return (
    <section className={`panel ${styles['box']}`} aria-label="By segment">
      <div className={styles['head']}>
        <h2>By {words(first.by).toLowerCase()}</h2>
        <MeasurePicker chosen={name} onChoose={setName} />
      </div>
      <SegmentDots facts={facts} segments={report.segments} k={report.k} />
    </section>
  );
}

interface SegmentDotsProps {
  readonly facts: MeasureFacts;
  readonly segments: FullReportFragment['segments'];
  readonly k: number;
}

function SegmentDots({ facts, segments, k }: SegmentDotsProps) {
  const draw = useCallback(
    (width: number) => {
      const data = rowsOf(facts, segments);
      const names = [...new Set(data.map((row) => row.segment))];
      return {
        height: 44 + names.length * 46,
        marginLeft: Math.min(200, Math.round(width * 0.36)),
        marginRight: 20,
        marginTop: 6,
        x: { label: null, grid: true, nice: true, zero: true },
        fy: { domain: names, label: null, padding: 0.2, axis: 'left' as const },
        y: { type: 'band' as const, axis: null, domain: data.map((row) => row.contestant) },
        marks: [
          ruleX([0], { stroke: 'var(--line-strong)' }),
          link(
            data.filter((row) => row.low !== null),
            { fy: 'segment', y: 'contestant', x1: 'low', x2: 'high', stroke: 'colour', strokeWidth: 1.75 },
          ),
          dot(data, { fy: 'segment', y: 'contestant', x: 'value', r: 3.75, fill: 'colour' }),
        ],
      };
    },
    [facts, segments],
  );
  return (
    <PlotFigure
      title={`${facts.title} at ${k}, with its 95% interval`}
      label={`${facts.title} of ${segments.length} segments, by every way to rank`}
      draw={draw}
      table={{
        head: [
          'Segment',
          'Learners',
          ...(segments[0]?.results.map(({ contestant }) => contestantOf(contestant).title) ?? []),
        ],
        rows: segments.map((segment) => [
          ACTIVITY[segment.name] ?? segment.name,
          count(segment.users),
          ...segment.results.map((result) => {
            const measure = measureOf(result, facts.name);
            return measure && segment.users > 0 ? formatMeasure(facts, measure.value) : '–';
          }),
        ]),
      }}
    />
  );
}

function rowsOf(facts: MeasureFacts, segments: FullReportFragment['segments']) {
  return segments
    .filter((segment) => segment.users > 0)
    .flatMap((segment) =>
      segment.results.flatMap((result) => {
        const measure = measureOf(result, facts.name);
        const { title, colour } = contestantOf(result.contestant);
        const name = `${ACTIVITY[segment.name] ?? segment.name} (${count(segment.users)})`;
        return measure ? [{ segment: name, contestant: title, colour, ...measure }] : [];
      }),
    );
}
