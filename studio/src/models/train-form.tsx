import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, messageOf } from '../api/api-error.js';
import { operation } from '../api/query.js';
import { request } from '../api/request.js';
import { accepted, useAdminAction } from '../components/use-admin-action.js';
import { CopyOperation } from '../explore/copy-operation.js';
import {
  RetrainDocument,
  TrainingChoicesDocument,
  type Algorithm,
  type TrainingChoicesQuery,
} from '../generated/operations.js';
import { DEFAULT_CHOICES, retrainInputOf, type OptionSource, type TrainChoices } from './train-input.js';
import styles from './train-form.module.css';

interface TrainFormProps {
  readonly onQueued: (jobId: string) => void;
  readonly onClose: () => void;
}

const SOURCES: readonly { readonly source: OptionSource; readonly name: string }[] = [
  { source: 'DEFAULTS', name: 'Defaults' },
  { source: 'GIVEN', name: 'Set options' },
  { source: 'SEARCH', name: 'Search' },
];

/** What to train. Everything has a default. */
export function TrainForm({ onQueued, onClose }: TrainFormProps) {
  const [choices, setChoices] = useState<TrainChoices>(DEFAULT_CHOICES);
  const set = (change: Partial<TrainChoices>) => setChoices((before) => ({ ...before, ...change }));
  const { data } = useQuery({ ...operation(TrainingChoicesDocument, {}), staleTime: Infinity });
  const details = data?.algorithms.find(({ algorithm }) => algorithm === choices.algorithm);
  const input = retrainInputOf(choices);
  const train = useAdminAction(async () => accepted((await request(RetrainDocument, { input })).retrain), {
    done: () => null,
    quiet: true,
    onDone: ({ trainingJob }) => {
      if (trainingJob) onQueued(trainingJob.id);
    },
  });
  const failure = train.error instanceof ApiError && train.error.code === 'CANCELLED' ? null : train.error;
  const auto = choices.algorithm === 'AUTO';
  return (
    <form
      className={`panel ${styles['form']}`}
      aria-labelledby="train-title"
      onSubmit={(event) => {
        event.preventDefault();
        train.mutate(undefined);
      }}
    >
      <h2 id="train-title">Train a model</h2>
      <p className="small muted">
        On all data, in the background. The model in service serves until the new one is in and has proved itself.
      </p>
      <div className={styles['grid']}>
        <label className="field">
          <span>Algorithm</span>
          <select
            className="input"
            value={choices.algorithm}
            onChange={(event) => set({ algorithm: event.currentTarget.value as Algorithm, options: {} })}
          >
            <option value="AUTO">AUTO: tries them and takes the best</option>
            {data?.algorithms.map(({ algorithm }) => (
              <option key={algorithm} value={algorithm}>
                {algorithm}
              </option>
            ))}
          </select>
        </label>
        {auto ? (
          <NumberField
            label="Time budget, seconds"
            placeholder="300"
            value={choices.budget}
            onChange={(budget) => set({ budget })}
          />
        ) : (
          <div className="field">
            <span id="options-by">Options</span>
            <div className="segments" role="group" aria-labelledby="options-by">
              {SOURCES.map(({ source, name }) => (
                <button
                  key={source}
                  type="button"
                  className="button"
                  aria-pressed={source === choices.source}
                  onClick={() => set({ source })}
                >
                  {name}
                </button>
              ))}
            </div>
          </div>
        )}
      </div>
      {details && <p className="small">{details.summary}</p>}
      {!auto && choices.source === 'SEARCH' && <SearchFields choices={choices} set={set} />}
      {!auto && choices.source !== 'DEFAULTS' && details && (
        <OptionFields details={details} choices={choices} set={set} searched={choices.source === 'SEARCH'} />
      )}
      <details className={styles['more']}>
        <summary>Hold-out, seed, note</summary>
        <div className={styles['grid']}>
          <NumberField
            label="Share held out, 0.05 to 0.5"
            placeholder="0.2"
            value={choices.testShare}
            onChange={(testShare) => set({ testShare })}
          />
          <NumberField label="Seed" placeholder="fixed" value={choices.seed} onChange={(seed) => set({ seed })} />
          <label className="field">
            <span>If another training runs</span>
            <select
              className="input"
              value={choices.ifRunning}
              onChange={(event) => set({ ifRunning: event.currentTarget.value === 'REJECT' ? 'REJECT' : 'QUEUE' })}
            >
              <option value="QUEUE">Wait behind it</option>
              <option value="REJECT">Do not train</option>
            </select>
          </label>
          <label className={`field ${styles['wide']}`}>
            <span>Note, kept with the model</span>
            <input
              className="input"
              value={choices.note}
              maxLength={500}
              onChange={(event) => set({ note: event.currentTarget.value })}
            />
          </label>
        </div>
      </details>
      {failure && (
        <p role="alert" className={styles['failure']}>
          {messageOf(failure)}
        </p>
      )}
      <div className={styles['actions']}>
        <CopyOperation document={RetrainDocument} variables={{ input }} />
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" disabled={train.isPending}>
          {train.isPending ? 'Asking' : 'Start training'}
        </button>
      </div>
    </form>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly description?: string;
  readonly onChange: (text: string) => void;
}

function NumberField({ label, placeholder, value, description, onChange }: NumberFieldProps) {
  return (
    <label className="field" title={description}>
      <span>{label}</span>
      <input
        className="input"
        inputMode="decimal"
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {description && <span className={styles['description']}>{description}</span>}
    </label>
  );
}

interface FieldsProps {
  readonly choices: TrainChoices;
  readonly set: (change: Partial<TrainChoices>) => void;
}

function SearchFields({ choices, set }: FieldsProps) {
  return (
    <div className={styles['grid']}>
      <label className="field">
        <span>Method</span>
        <select
          className="input"
          value={choices.method}
          onChange={(event) => set({ method: event.currentTarget.value === 'RANDOM' ? 'RANDOM' : 'HALVING' })}
        >
          <option value="HALVING">Successive halving</option>
          <option value="RANDOM">Random</option>
        </select>
      </label>
      <NumberField
        label="Trials, 1 to 1000"
        placeholder="20"
        value={choices.trials}
        onChange={(trials) => set({ trials })}
      />
      <NumberField
        label="Time budget, seconds"
        placeholder="no limit"
        value={choices.budget}
        onChange={(budget) => set({ budget })}
      />
    </div>
  );
}

interface OptionFieldsProps extends FieldsProps {
  readonly details: TrainingChoicesQuery['algorithms'][number];
  /** Whether options that are left empty are searched for. */
  readonly searched: boolean;
}

function OptionFields({ details, choices, set, searched }: OptionFieldsProps) {
  return (
    <fieldset>
      <legend className="label">{searched ? 'Options that are not searched for' : 'Options'}</legend>
      <div className={styles['options']}>
        {details.hyperParameters.map(({ name, description, minimum, maximum, ...rule }) => (
          <NumberField
            key={name}
            label={`${name}, ${minimum} to ${maximum}`}
            placeholder={searched ? 'searched' : String(rule.default)}
            description={description}
            value={choices.options[name] ?? ''}
            onChange={(text) => set({ options: { ...choices.options, [name]: text } })}
          />
        ))}
      </div>
    </fieldset>
  );
}
