import type { MeasureName } from '../generated/operations.js';
import {
  CONTESTANTS,
  formatInterval,
  formatMeasure,
  measureOf,
  MEASURES,
  type Result,
  type MeasureFacts,
} from './measures.js';
import styles from './measure-table.module.css';

interface MeasureTableProps {
  readonly caption: string;
  readonly results: readonly Result[];
  /** Default: all. */
  readonly measures?: readonly MeasureName[];
}

/** Every way to rank beside the others, with intervals. */
export function MeasureTable({ caption, results, measures }: MeasureTableProps) {
  const shown = MEASURES.filter(({ name }) => !measures || measures.includes(name));
  return (
    <div className={styles['scroll']} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Ranked by</th>
            {shown.map(({ name, title, meaning }) => (
              <th key={name} scope="col" className="number" title={meaning}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.map((result) => {
            const { title, meaning, colour } = CONTESTANTS[result.contestant];
            return (
              <tr key={result.contestant} data-main={result.contestant === 'HYBRID' || undefined}>
                <th scope="row" title={meaning}>
                  <i className={styles['swatch']} style={{ background: colour }} aria-hidden="true" />
                  {title}
                </th>
                {shown.map((facts) => (
                  <td key={facts.name} className="number">
                    <Value facts={facts} result={result} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Value({ facts, result }: { readonly facts: MeasureFacts; readonly result: Result }) {
  const measure = measureOf(result, facts.name);
  if (!measure) return '–';
  return (
    <>
      <span className={styles['value']}>{formatMeasure(facts, measure.value)}</span>
      <span className={styles['interval']}>{formatInterval(facts, measure)}</span>
    </>
  );
}
