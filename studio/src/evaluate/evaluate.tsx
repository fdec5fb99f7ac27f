import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { operation } from '../api/query.js';
import { percent } from '../components/format.js';
import { Failure, State } from '../components/state.js';
import { useDocumentTitle } from '../components/use-document-title.js';
import { ModelDetailsDocument } from '../generated/operations.js';
import { ModelsSideBySide } from './models-side-by-side.js';
import { EvaluateForm } from './evaluate-form.js';
import { evaluationArgumentsOf, readEvaluate, writeEvaluate, type EvaluateState } from './evaluate-state.js';
import { keyOf, startEvaluation, stopEvaluation, useEvaluationRun } from './evaluation-run.js';
import { Report } from './report.js';
import styles from './evaluate.module.css';

/** How good the model in service is, on engagements that it has not seen. */
export default function Evaluate() {
  useDocumentTitle('Evaluate');
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readEvaluate(params), [params]);
  const change = useCallback(
    (change: Partial<EvaluateState>) => setParams((before) => writeEvaluate({ ...readEvaluate(before), ...change })),
    [setParams],
  );
  const run = useEvaluationRun();
  const variables = useMemo(() => evaluationArgumentsOf(state), [state]);
  const key = keyOf(variables);
  const wanted = state.run;
  useEffect(() => {
    if (wanted && !(run.status !== 'IDLE' && run.key === key)) startEvaluation(JSON.parse(key) as typeof variables);
    // A run that was stopped stays stopped: only the address starts one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, key]);
  const active = useQuery(operation(ModelDetailsDocument, {}));
  const model = active.data?.model;
  const ofThis = run.status !== 'IDLE' && run.key === key && wanted ? run : null;

  if (active.error) return <Failure error={active.error} retry={() => void active.refetch()} />;
  if (active.isSuccess && !model) {
    return (
      <State kind="empty" title="No model is in service yet">
        <p>An evaluation measures the model in service: train one first, in the view Models.</p>
      </State>
    );
  }
  return (
    <div className={styles['evaluate']}>
      <div className={styles['side']}>
        <EvaluateForm
          state={state}
          running={run.status === 'RUNNING'}
          variables={variables}
          onRun={(change_) => {
            const next = { ...state, ...change_, run: true };
            if (state.run && keyOf(evaluationArgumentsOf(next)) === key) startEvaluation(variables);
            change({ ...change_, run: true });
          }}
        />
        {run.status === 'RUNNING' && (
          <section className={`panel ${styles['box']}`} aria-label="Evaluation in progress">
            <div className={styles['progress']}>
              <progress
                max={1}
                {...(run.progress !== null && { value: run.progress })}
                aria-label="Progress of the evaluation"
              />
              <span>{run.progress === null ? '' : percent(run.progress)}</span>
            </div>
            <p className="small" role="status">
              {run.phase}
            </p>
            <button
              type="button"
              className="button"
              onClick={() => {
                stopEvaluation();
                change({ run: false });
              }}
            >
              Stop
            </button>
          </section>
        )}
      </div>
      <div className={styles['main']}>
        {ofThis?.status === 'FAILED' && <Failure error={ofThis.error} retry={() => startEvaluation(variables)} />}
        {ofThis?.status === 'DONE' ? (
          <Report title={`Model ${model?.id ?? ''}, measured now`} report={ofThis.report} />
        ) : model?.evaluation ? (
          <Report
            title={`Model ${model.id}, as measured when it was trained`}
            report={{ ...model.evaluation, alphas: [], segments: [] }}
          />
        ) : (
          active.isSuccess && (
            <State kind="empty" title="Not measured yet">
              <p>The training had too little data to hold out. Run an evaluation when there is more.</p>
            </State>
          )
        )}
        {active.isPending && <div className="panel skeleton" style={{ height: '24rem' }} />}
        <ModelsSideBySide a={state.a} b={state.b} onChange={change} />
      </div>
    </div>
  );
}
