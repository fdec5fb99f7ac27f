import { useId } from 'react';
import { ModelComparison } from '../measures/model-comparison.js';
import { kindOf, useModels, type ModelRow } from '../models/model-list.js';
import type { EvaluateState } from './evaluate-state.js';
import styles from './evaluate.module.css';

interface ModelsSideBySideProps {
  readonly a: string | null;
  readonly b: string | null;
  readonly onChange: (change: Partial<EvaluateState>) => void;
}

/** Two stored models beside one another. */
export function ModelsSideBySide({ a, b, onChange }: ModelsSideBySideProps) {
  const models = useModels().data?.pages.flatMap((page) => page.nodes) ?? [];
  if (models.length < 2 && a === null) return null;
  return (
    <section className={`panel ${styles['box']}`} aria-label="Two models side by side">
      <div className={styles['head']}>
        <h2>Two models side by side</h2>
        <div className={styles['actions']}>
          <Picker label="One model" models={models} chosen={a} onChoose={(id) => onChange({ a: id })} />
          <Picker label="Other model" models={models} chosen={b} onChoose={(id) => onChange({ b: id })} />
        </div>
      </div>
      {a !== null && b !== null && a !== b ? (
        <ModelComparison a={a} b={b} />
      ) : (
        <p className="small muted">
          Choose two models to see their measures, and what they recommend to the same learners.
        </p>
      )}
    </section>
  );
}

interface PickerProps {
  readonly label: string;
  readonly models: readonly ModelRow[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

function Picker({ label, models, chosen, onChoose }: PickerProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <select
        id={id}
        className="input"
        style={{ width: 'auto' }}
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">{label}</option>
        {models.map((model) => (
          <option key={model.id} value={model.id}>
            {`Model ${model.id}, ${kindOf(model)}${model.isActive ? ' (serves)' : ''}`}
          </option>
        ))}
      </select>
    </>
  );
}
