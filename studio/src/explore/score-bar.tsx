import { score as format } from '../components/format.js';
import styles from './score-bar.module.css';

interface ScoreBarProps {
  readonly score: number;
  readonly alpha: number;
  readonly collaborative: number;
  readonly byContent: number;
}

/** A score of 0-10 as a bar of the points that the two halves give. */
export function ScoreBar({ score, alpha, collaborative, byContent }: ScoreBarProps) {
  const fromCollaborative = alpha * collaborative;
  const fromContent = (1 - alpha) * byContent;
  return (
    <div className={styles['score']}>
      <div className={styles['value']}>
        <span className="visually-hidden">Score </span>
        {format(score)}
      </div>
      <div className={styles['bar']} aria-hidden="true">
        <i className={styles['collaborative']} style={{ width: `${fromCollaborative * 10}%` }} />
        <i className={styles['content']} style={{ width: `${fromContent * 10}%` }} />
      </div>
      <div className={styles['halves']}>
        <span
          title={`collaborative ${format(collaborative)} × α ${format(alpha)} = ${format(fromCollaborative)} points`}
        >
          <span className="visually-hidden">collaborative </span>
          <b className={styles['collaborativeText']}>{format(collaborative)}</b>
        </span>
        <span title={`content ${format(byContent)} × ${format(1 - alpha)} = ${format(fromContent)} points`}>
          <span className="visually-hidden">, content </span>
          <b className={styles['contentText']}>{format(byContent)}</b>
        </span>
      </div>
    </div>
  );
}
