import { axisX, cell, text } from '@observablehq/plot';
import { useCallback, useState } from 'react';
import { count, percent, words } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { InsightHeatMapsDocument, type CellsFragment } from '../generated/operations.js';
import { SENIORITIES } from '../explore/explore-state.js';
import { fit } from './rates.js';
import { Section, type WindowProps } from './section.js';
import styles from './insights.module.css';

type Shown = 'engagements' | 'lift' | 'likeRate';
type Cell = CellsFragment['cells'][number];

const MEASURES: readonly { readonly shown: Shown; readonly name: string; readonly meaning: string }[] = [
  { shown: 'engagements', name: 'Engagements', meaning: 'How many engagements' },
  {
    shown: 'lift',
    name: 'Lift',
    meaning: 'Engagements over what would be expected if the two had nothing to do with each other',
  },
  { shown: 'likeRate', name: 'Like rate', meaning: 'Share of the engagements that are likes' },
];

/** Who engages with what. */
export function HeatMaps({ days }: WindowProps) {
  const [shown, setShown] = useState<Shown>('lift');
  return (
    <Section
      title="Who engages with what"
      days={days}
      document={InsightHeatMapsDocument}
      beside={
        <span className="segments" role="group" aria-label="Shade by">
          {MEASURES.map((measure) => (
            <button
              key={measure.shown}
              type="button"
              className="button button-small"
              aria-pressed={measure.shown === shown}
              title={measure.meaning}
              onClick={() => setShown(measure.shown)}
            >
              {measure.name}
            </button>
          ))}
        </span>
      }
    >
      {({ insights: { seniority, department } }) => (
        <div className={styles['plots']} data-columns="1">
          <HeatMap title="Seniority and domain" map={seniority} shown={shown} seniority />
          <HeatMap title="Department and domain" map={department} shown={shown} />
        </div>
      )}
    </Section>
  );
}

interface HeatMapProps {
  readonly title: string;
  readonly map: CellsFragment;
  readonly shown: Shown;
  /** Rows are seniorities: in their own order. */
  readonly seniority?: boolean;
}

const NOT_GIVEN = '(not given)';

function HeatMap({ title, map, shown, seniority = false }: HeatMapProps) {
  const draw = useCallback(
    (width: number) => {
      const rowName = (value: string | null) => (value === null ? NOT_GIVEN : seniority ? words(value) : value);
      const rows = seniority ? ordered(map.rows) : map.rows;
      const data = map.cells.map((one) => ({ ...one, row: rowName(one.row), column: one.column ?? NOT_GIVEN }));
      const left = Math.min(180, Math.round(width * 0.28));
      const room = (width - left) / Math.max(1, map.columns.length);
      const written = room > 60;
      return {
        height: (written ? 46 : 116) + rows.length * 26,
        marginLeft: left,
        marginTop: 6,
        marginBottom: written ? 40 : 110,
        padding: 0.04,
        x: { type: 'band' as const, domain: map.columns.map((value) => value ?? NOT_GIVEN), label: null },
        y: { type: 'band' as const, domain: rows.map(rowName), label: null, tickSize: 0, tickFormat: fit(left) },
        color: colourOf(shown, map.cells),
        marks: [
          axisX({
            tickSize: 0,
            ...(written ? { lineWidth: room / 12 } : { tickRotate: -60, tickFormat: fit(120) }),
          }),
          cell(data, { x: 'column', y: 'row', fill: shown, inset: 0.5 }),
          ...(written
            ? [
                text(data, {
                  x: 'column',
                  y: 'row',
                  text: (one: Cell) => format(shown, one[shown]),
                  fill: 'var(--ink)',
                  fontSize: 11,
                }),
              ]
            : []),
        ],
      };
    },
    [map, shown, seniority],
  );
  return (
    <PlotFigure
      title={title}
      label={`${title}: ${map.rows.length} rows, ${map.columns.length} columns, shaded by ${shown}`}
      draw={draw}
      table={{
        head: ['Row', 'Column', 'Engagements', 'Lift', 'Like rate'],
        rows: map.cells.map((one) => [
          one.row ?? NOT_GIVEN,
          one.column ?? NOT_GIVEN,
          count(one.engagements),
          one.lift.toFixed(2),
          percent(one.likeRate, 1),
        ]),
      }}
    />
  );
}

function format(shown: Shown, value: number): string {
  return shown === 'engagements' ? count(value) : shown === 'lift' ? value.toFixed(2) : percent(value);
}

function ordered(rows: readonly (string | null)[]): readonly (string | null)[] {
  const place = (value: string | null): number => SENIORITIES.findIndex((level) => level === value);
  return [...rows].sort((a, b) => place(a) - place(b));
}

/** Blends with the paper: both schemes then read as more ink for more. Lift has its middle at 1. */
function colourOf(shown: Shown, cells: readonly Cell[]) {
  const values = cells.map((one) => one[shown]);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = Math.max(high - low, 1e-9);
  const shade = (value: number): string => {
    if (shown === 'lift') {
      const away = Math.min(1, Math.abs(Math.log2(Math.max(value, 0.25))) / 2);
      return mix(value >= 1 ? 'var(--collaborative)' : 'var(--content)', away);
    }
    return mix('var(--collaborative)', (value - low) / span);
  };
  return { type: 'identity' as const, transform: shade };
}

const mix = (colour: string, share: number): string =>
  `color-mix(in oklab, ${colour} ${Math.round(8 + 62 * share)}%, var(--surface))`;
