import { percent, words } from '../components/format.js';
import type { SearchObjective, TrialFragment } from '../generated/operations.js';
import styles from './trial-table.module.css';

interface TrialTableProps {
  readonly title: string;
  /** Null while it is not known. */
  readonly objective: SearchObjective | null;
  readonly trials: readonly TrialFragment[];
  /** False when time ended before all were tried. */
  readonly complete?: boolean;
}

const TONES: Readonly<Record<string, string>> = { CHOSEN: 'tag-good', BLENDED: 'tag-good', REFUSED: 'tag-bad' };

/** What was tried to find the options, as it was measured. */
export function TrialTable({ title, objective, trials, complete = true }: TrialTableProps) {
  return (
    <details className={styles['trials']}>
      <summary>{title}</summary>
      {!complete && <p className="small muted">The time budget ended before everything was tried.</p>}
      <div className={styles['scroll']} role="region" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                No.
              </th>
              <th scope="col">Algorithm</th>
              <th scope="col" className="number">
                {objective ?? 'Objective'}
              </th>
              <th scope="col">Outcome</th>
              <th scope="col" className="number">
                Data
              </th>
              <th scope="col" className="number">
                Seconds
              </th>
              <th scope="col">Options</th>
            </tr>
          </thead>
          <tbody>
            {trials.map((trial, place) => (
              <tr key={place}>
                <td className="number">{trial.number}</td>
                <td>{trial.algorithm}</td>
                <td className="number">
                  {trial.value === null ? '–' : trial.value.toFixed(4)}
                  {trial.low !== null && trial.high !== null && (
                    <span className={styles['interval']}>{`${trial.low.toFixed(4)} to ${trial.high.toFixed(4)}`}</span>
                  )}
                </td>
                <td>
                  <span className={`tag ${TONES[trial.outcome] ?? ''}`}>{words(trial.outcome)}</span>
                  {trial.reused && <span className="tag">taken over</span>}
                  {trial.reason && <span className={styles['reason']}>{trial.reason}</span>}
                </td>
                <td className="number">{percent(trial.share)}</td>
                <td className="number">{trial.seconds.toFixed(1)}</td>
                <td className={styles['options']}>
                  {trial.hyperParameters.map(({ name, value }) => `${name} ${value}`).join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
