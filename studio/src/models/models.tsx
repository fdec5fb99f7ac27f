import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { useSubscription } from '../api/subscribe.js';
import { useDocumentTitle } from '../components/use-document-title.js';
import { ModelActivatedDocument } from '../generated/operations.js';
import { ModelComparison } from '../measures/model-comparison.js';
import { ModelDetails } from './model-details.js';
import { ModelList } from './model-list.js';
import { readModels, writeModels, type ModelsState } from './models-state.js';
import { SettingsPanel } from './settings-panel.js';
import { TrainForm } from './train-form.js';
import { Trainings } from './trainings.js';
import styles from './models.module.css';

export type ChangeModels = (change: Partial<ModelsState>) => void;

/** The models that are stored, what serves and why, and how to train another. */
export default function Models() {
  useDocumentTitle('Models');
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readModels(params), [params]);
  const change = useCallback<ChangeModels>(
    (change) => setParams((before) => writeModels({ ...readModels(before), ...change })),
    [setParams],
  );
  // Another model serves: nothing that was asked before holds.
  const refresh = useCallback(() => client.invalidateQueries(), [client]);
  useSubscription(ModelActivatedDocument, NOTHING, () => void refresh());
  return (
    <div className={styles['models']}>
      <div className={styles['side']}>
        <div className={styles['title']}>
          <h1>Models</h1>
          <button
            type="button"
            className="button button-primary"
            aria-expanded={state.train}
            onClick={() => change({ train: !state.train })}
          >
            Train a model
          </button>
        </div>
        <ModelList open={state.model} onOpen={(model) => change({ model, compare: null })} />
        <SettingsPanel />
      </div>
      <div className={styles['main']}>
        {state.train && (
          <TrainForm onQueued={(job) => change({ train: false, job })} onClose={() => change({ train: false })} />
        )}
        <Trainings
          followed={state.job}
          onFollow={(job) => change({ job })}
          onModel={(model) => change({ model, job: null })}
        />
        <ModelDetails id={state.model} compare={state.compare} days={state.days} onChange={change} />
        {state.compare !== null && state.model !== null && (
          <section className={`panel ${styles['box']}`} aria-label="Comparison">
            <ModelComparison a={state.compare} b={state.model} />
          </section>
        )}
      </div>
    </div>
  );
}

const NOTHING = {};
