import { useId } from 'react';
import { share, words } from '../components/format.js';
import { LEVELS, NO_FILTERS, type ExploreState, type FilterState } from './explore-state.js';
import type { ChangeExplore } from './use-explore.js';
import { ValuePicker } from './value-picker.js';
import { useCatalogueValues } from './use-catalogue-values.js';
import styles from './list-controls.module.css';

const LENGTHS = [5, 10, 20, 50];

interface ListControlsProps {
  readonly state: ExploreState;
  readonly change: ChangeExplore;
}

/** What shapes the list without changing a score. */
export function ListControls({ state, change }: ListControlsProps) {
  const values = useCatalogueValues();
  const { filters } = state;
  const filterBy = (part: Partial<FilterState>) => change({ filters: { ...filters, ...part } }, { replace: true });
  const filtered = Object.values(filters).some((chosen) => chosen.length > 0);
  return (
    <section className={styles['controls']} aria-label="Shape of the list">
      <div className={styles['row']}>
        <label className={styles['inline']}>
          <span className="label">Length</span>
          <select
            className="input"
            value={state.k}
            onChange={(event) => change({ k: Number(event.currentTarget.value) }, { replace: true })}
          >
            {[...new Set([...LENGTHS, state.k])]
              .sort((a, b) => a - b)
              .map((k) => (
                <option key={k} value={k}>
                  {k}
                </option>
              ))}
          </select>
        </label>
        <Amount
          label="Diversity"
          value={state.diversity}
          onChange={(diversity) => change({ diversity }, { replace: true })}
        />
        <Amount
          label="Exploration"
          value={state.exploration}
          onChange={(exploration) => change({ exploration }, { replace: true })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={state.difficultyFit}
            onChange={(event) => change({ difficultyFit: event.currentTarget.checked }, { replace: true })}
          />
          Difficulty fit
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={state.includeSeen}
            onChange={(event) => change({ includeSeen: event.currentTarget.checked }, { replace: true })}
          />
          Include seen
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={state.readyOnly}
            onChange={(event) => change({ readyOnly: event.currentTarget.checked }, { replace: true })}
          />
          Ready only
        </label>
      </div>
      <div className={styles['row']}>
        <ValuePicker
          label="Domain"
          values={values.domain}
          chosen={filters.domain}
          onChange={(domain) => filterBy({ domain })}
        />
        <ValuePicker
          label="Subtopic"
          values={values.subtopic}
          chosen={filters.subtopic}
          onChange={(subtopic) => filterBy({ subtopic })}
        />
        <ValuePicker
          label="Difficulty"
          values={LEVELS.map((value) => ({ value, count: null }))}
          chosen={filters.level}
          name={words}
          onChange={(level) => filterBy({ level: LEVELS.filter((value) => level.includes(value)) })}
        />
        <ValuePicker label="Type" values={values.type} chosen={filters.type} onChange={(type) => filterBy({ type })} />
        <ValuePicker
          label="Language"
          values={values.language}
          chosen={filters.language}
          onChange={(language) => filterBy({ language })}
        />
        {filtered && (
          <button
            type="button"
            className="button button-quiet button-small"
            onClick={() => change({ filters: NO_FILTERS }, { replace: true })}
          >
            Clear filters
          </button>
        )}
      </div>
    </section>
  );
}

interface AmountProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A share that most lists leave at 0. */
function Amount({ label, value, onChange }: AmountProps) {
  const id = useId();
  return (
    <div className={styles['inline']}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles['amount']}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
      <output htmlFor={id} className={styles['figure']}>
        {share(value)}
      </output>
    </div>
  );
}
