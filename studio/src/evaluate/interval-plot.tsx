import { dot, link, ruleX } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure } from '../components/plot-figure.js';
import {
  contestantOf,
  formatInterval,
  formatMeasure,
  measureOf,
  type MeasureFacts,
  type Result,
} from '../measures/measures.js';

interface IntervalPlotProps {
  readonly facts: MeasureFacts;
  readonly k: number;
  readonly results: readonly Result[];
}

/** One measure of every way to rank, each as a dot on its 95% interval. */
export function IntervalPlot({ facts, k, results }: IntervalPlotProps) {
  const draw = useCallback(() => {
    const data = rowsOf(facts, results);
    return {
      height: 42 + data.length * 22,
      marginLeft: 92,
      marginRight: 18,
      marginTop: 4,
      x: { label: null, grid: true, nice: true, zero: true, ticks: 4 },
      y: { type: 'band' as const, domain: data.map((row) => row.name), label: null, tickSize: 0 },
      marks: [
        ruleX([0], { stroke: 'var(--line-strong)' }),
        link(
          data.filter((row) => row.low !== null),
          { y: 'name', x1: 'low', x2: 'high', stroke: 'colour', strokeWidth: 2 },
        ),
        dot(data, { y: 'name', x: 'value', r: 4.5, fill: 'colour' }),
      ],
    };
  }, [facts, results]);
  const rows = rowsOf(facts, results);
  return (
    <PlotFigure
      title={['coverage', 'novelty', 'diversity'].includes(facts.name) ? facts.title : `${facts.title}@${k}`}
      label={`${facts.title}: ${rows.map((row) => `${row.name} ${formatMeasure(facts, row.value)}`).join(', ')}`}
      draw={draw}
      table={{
        head: ['Ranked by', facts.title, '95% interval'],
        rows: rows.map((row) => [row.name, formatMeasure(facts, row.value), formatInterval(facts, row) ?? '–']),
      }}
    >
      {facts.meaning}
    </PlotFigure>
  );
}

function rowsOf(facts: MeasureFacts, results: readonly Result[]) {
  return results.flatMap((result) => {
    const measure = measureOf(result, facts.name);
    const { title, colour } = contestantOf(result.contestant);
    return measure ? [{ name: title, colour, ...measure }] : [];
  });
}
