import { useId, useState } from 'react';
import { count } from '../components/format.js';
import styles from './value-picker.module.css';

export interface CountedValue {
  readonly value: string;
  /** How much content has it; null where nobody counted. */
  readonly count: number | null;
}

interface ValuePickerProps<T extends string> {
  readonly label: string;
  /** Undefined while they load. */
  readonly values: readonly CountedValue[] | undefined;
  readonly chosen: readonly T[];
  readonly name?: (value: string) => string;
  readonly onChange: (chosen: string[]) => void;
}

/** More values than this get a field to look for one. */
const MANY = 12;

/** A button that opens a list of values to tick. Values of the address that the catalogue has not stay in the list. */
export function ValuePicker<T extends string>({ label, values, chosen, name = String, onChange }: ValuePickerProps<T>) {
  const id = useId();
  const [wanted, setWanted] = useState('');
  const known = values ?? [];
  const all = [
    ...known,
    ...chosen.filter((value) => !known.some((other) => other.value === value)).map((value) => ({ value, count: null })),
  ];
  const shown = all.filter(({ value }) => name(value).toLowerCase().includes(wanted.toLowerCase()));
  const title =
    chosen.length === 0 ? label : chosen.length === 1 ? name(chosen[0] ?? '') : `${label}: ${chosen.length}`;
  return (
    <>
      <button
        type="button"
        className={`button button-small ${styles['button']}`}
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-label={chosen.length > 0 ? `${label}: ${chosen.map(name).join(', ')}` : label}
        data-on={chosen.length > 0 || undefined}
        style={{ anchorName: `--${id.replaceAll(/\W/g, '')}` } as React.CSSProperties}
      >
        <span className={styles['title']}>{title}</span>
        <span aria-hidden="true">▾</span>
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={`Filter by ${label.toLowerCase()}`}
        className={styles['list']}
        style={{ positionAnchor: `--${id.replaceAll(/\W/g, '')}` } as React.CSSProperties}
      >
        {all.length > MANY && (
          <input
            className="input"
            type="search"
            placeholder={`Find among ${all.length}`}
            aria-label={`Find a ${label.toLowerCase()}`}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
        {values === undefined && <p className="small muted">Loading</p>}
        {values !== undefined && all.length === 0 && <p className="small muted">No content has one.</p>}
        <ul>
          {shown.map(({ value, count: number }) => (
            <li key={value}>
              <label className={styles['option']}>
                <input
                  type="checkbox"
                  checked={chosen.includes(value as T)}
                  onChange={(event) =>
                    onChange(
                      event.currentTarget.checked ? [...chosen, value] : chosen.filter((other) => other !== value),
                    )
                  }
                />
                <span>{name(value)}</span>
                {number !== null && <span className={styles['count']}>{count(number)}</span>}
              </label>
            </li>
          ))}
        </ul>
        {chosen.length > 0 && (
          <button type="button" className="button button-small button-quiet" onClick={() => onChange([])}>
            Clear
          </button>
        )}
      </div>
    </>
  );
}
