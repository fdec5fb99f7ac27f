import { areaY, axisX, barY, lineY, ruleY, windowY } from '@observablehq/plot';
import { useCallback } from 'react';
import { count } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { InsightCalendarDocument, type InsightCalendarQuery } from '../generated/operations.js';
import { Section, type WindowProps } from './section.js';
import styles from './insights.module.css';

type Calendar = InsightCalendarQuery['insights']['calendar'];

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const weekday = (place: number): string => WEEKDAYS[place] ?? '';

/** When learners engage. */
export function Activity({ days }: WindowProps) {
  return (
    <Section title="Activity" days={days} document={InsightCalendarDocument}>
      {({ insights: { calendar } }) => (
        <div className={styles['plots']} data-columns="2">
          <div className={styles['wide']}>
            <Days days={calendar.days} />
          </div>
          <Counts title="By hour of the day" name="Hour" values={calendar.hours} nameOf={String} />
          <Counts title="By weekday" name="Weekday" values={calendar.weekdays} nameOf={weekday} />
        </div>
      )}
    </Section>
  );
}

function Days({ days }: { readonly days: Calendar['days'] }) {
  const draw = useCallback(() => {
    const data = days.map(({ day, engagements }) => ({ day: new Date(day), engagements }));
    return {
      height: 200,
      marginLeft: 48,
      x: { type: 'utc' as const, label: null },
      y: { label: null, grid: true, nice: true, tickFormat: '~s', tickSize: 0 },
      marks: [
        areaY(data, { x: 'day', y: 'engagements', fill: 'var(--collaborative-soft)', curve: 'step' }),
        lineY(data, windowY(7, { x: 'day', y: 'engagements', stroke: 'var(--collaborative)', strokeWidth: 1.75 })),
        ruleY([0], { stroke: 'var(--line-strong)' }),
      ],
    };
  }, [days]);
  const most = days.reduce((best, day) => (day.engagements > (best?.engagements ?? -1) ? day : best), days[0]);
  return (
    <PlotFigure
      title="Engagements per day, and their mean over seven days"
      label={`Engagements on ${days.length} days; most on ${most?.day ?? 'none'}: ${count(most?.engagements ?? 0)}`}
      draw={draw}
      table={{
        head: ['Day', 'Engagements', 'Learners'],
        rows: days.map(({ day, engagements, users }) => [day, count(engagements), count(users)]),
      }}
    />
  );
}

interface CountsProps {
  readonly title: string;
  readonly name: string;
  readonly values: readonly number[];
  readonly nameOf: (place: number) => string;
}

function Counts({ title, name, values, nameOf }: CountsProps) {
  const draw = useCallback(() => {
    const data = values.map((value, place) => ({ name: nameOf(place), value }));
    const names = data.map((one) => one.name);
    return {
      height: 180,
      marginLeft: 48,
      x: { type: 'band' as const, domain: names, label: null, padding: 0.15 },
      y: { label: null, grid: true, nice: true, tickFormat: '~s', tickSize: 0 },
      marks: [
        barY(data, { x: 'name', y: 'value', fill: 'var(--collaborative)' }),
        axisX({ tickSize: 0, ticks: names.length > 12 ? names.filter((_, place) => place % 3 === 0) : names }),
        ruleY([0], { stroke: 'var(--line-strong)' }),
      ],
    };
  }, [values, nameOf]);
  const most = Math.max(...values, 0);
  return (
    <PlotFigure
      title={title}
      label={`Engagements ${title.toLowerCase()}; most at ${nameOf(values.indexOf(most))}: ${count(most)}`}
      draw={draw}
      table={{ head: [name, 'Engagements'], rows: values.map((value, place) => [nameOf(place), count(value)]) }}
    />
  );
}
