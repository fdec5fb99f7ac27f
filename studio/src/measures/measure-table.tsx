import {
  contestantOf,
  formatInterval,
  formatMeasure,
  measureOf,
  MEASURES,
  type MeasureFacts,
  type Result,
  type MeasureName,
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
            <th scope="col">Measure</th>
            {results.map(({ contestant }) => (
              <th key={contestant} scope="col" className="number" title={contestantOf(contestant).meaning}>
                <i
                  className={styles['swatch']}
                  style={{ background: contestantOf(contestant).colour }}
                  aria-hidden="true"
                />
                {contestantOf(contestant).title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((facts) => (
            <tr key={facts.name}>
              <th scope="row" title={facts.meaning}>
                {facts.title}
              </th>
              {results.map((result) => (
                <td key={result.contestant} className="number" data-main={result.contestant === 'HYBRID' || undefined}>
                  <Value facts={facts} result={result} />
                </td>
              ))}
            </tr>
          ))}
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
