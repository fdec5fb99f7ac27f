import { useState } from 'react';
import { words } from '../components/format.js';
import { CopyOperation } from '../explore/copy-operation.js';
import { EvaluateDocument, type EvaluateQueryVariables } from '../generated/operations.js';
import { SEGMENTATIONS, type EvaluateState } from './evaluate-state.js';
import styles from './evaluate.module.css';

interface EvaluateFormProps {
  readonly state: EvaluateState;
  readonly running: boolean;
  readonly variables: EvaluateQueryVariables;
  readonly onRun: (change: Partial<EvaluateState>) => void;
}

const whole = (text: string, otherwise: number): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : otherwise);

/** What to measure. The same seed gives the same figures. */
export function EvaluateForm({ state, running, variables, onRun }: EvaluateFormProps) {
  const [k, setK] = useState(String(state.k));
  const [sample, setSample] = useState(String(state.sample));
  const [alpha, setAlpha] = useState(state.alpha === null ? '' : String(state.alpha));
  const [seed, setSeed] = useState(state.seed === null ? '' : String(state.seed));
  const [curve, setCurve] = useState(state.curve);
  const [by, setBy] = useState(state.by);
  return (
    <form
      className={`panel ${styles['box']}`}
      aria-label="Evaluation"
      onSubmit={(event) => {
        event.preventDefault();
        onRun({
          k: Math.max(1, whole(k, state.k)),
          sample: whole(sample, state.sample),
          alpha: alpha.trim() === '' ? null : Number(alpha),
          seed: seed.trim() === '' ? null : whole(seed, 0),
          curve,
          by,
        });
      }}
    >
      <h1>Evaluate</h1>
      <p className="small muted">
        Ranks the whole catalogue for learners, by a fit that has never seen what they did later.
      </p>
      <div className={styles['pair']}>
        <label className="field">
          <span>List length, 1 to 100</span>
          <input
            className="input"
            type="number"
            min={1}
            max={100}
            required
            value={k}
            onChange={(event) => setK(event.currentTarget.value)}
          />
        </label>
        <label className="field">
          <span>Learners, 0 for all</span>
          <input
            className="input"
            type="number"
            min={0}
            required
            value={sample}
            onChange={(event) => setSample(event.currentTarget.value)}
          />
        </label>
        <label className="field">
          <span>Alpha, 0 to 1</span>
          <input
            className="input"
            type="number"
            min={0}
            max={1}
            step={0.01}
            placeholder="as fitted"
            value={alpha}
            onChange={(event) => setAlpha(event.currentTarget.value)}
          />
        </label>
        <label className="field">
          <span>Seed</span>
          <input
            className="input"
            type="number"
            min={0}
            placeholder="fixed"
            value={seed}
            onChange={(event) => setSeed(event.currentTarget.value)}
          />
        </label>
      </div>
      <label className="field">
        <span>Segments by</span>
        <select
          className="input"
          value={by}
          onChange={(event) => setBy(SEGMENTATIONS.find((one) => one === event.currentTarget.value) ?? 'ACTIVITY')}
        >
          {SEGMENTATIONS.map((one) => (
            <option key={one} value={one}>
              {words(one)}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input type="checkbox" checked={curve} onChange={(event) => setCurve(event.currentTarget.checked)} />
        Curve over alpha
      </label>
      <div className={styles['actions']}>
        <button type="submit" className="button button-primary">
          {running ? 'Run anew' : 'Run evaluation'}
        </button>
        <CopyOperation document={EvaluateDocument} variables={variables} />
      </div>
    </form>
  );
}
