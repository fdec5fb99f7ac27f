import { MEASURES, type MeasureName } from '../measures/measures.js';

interface MeasurePickerProps {
  readonly chosen: MeasureName;
  readonly onChoose: (name: MeasureName) => void;
}

export function MeasurePicker({ chosen, onChoose }: MeasurePickerProps) {
  return (
    <select
      className="input"
      style={{ width: 'auto' }}
      aria-label="Measure"
      value={chosen}
      onChange={(event) => onChoose(MEASURES.find(({ name }) => name === event.currentTarget.value)?.name ?? 'ndcg')}
    >
      {MEASURES.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}
