import { useSyncExternalStore } from 'react';
import { ApiError } from '../api/api-error.js';
import { follow } from '../api/follow.js';
import { request } from '../api/request.js';
import {
  EvaluateDocument,
  RunEvaluationDocument,
  type EvaluateQueryVariables,
  type FullReportFragment,
} from '../generated/operations.js';

/** An evaluation of this page. It goes on while another view is open. */
export type Run =
  | { readonly status: 'IDLE' }
  | {
      readonly status: 'RUNNING';
      readonly key: string;
      readonly phase: string;
      /** 0-1; null where the service cannot tell. */
      readonly progress: number | null;
    }
  | { readonly status: 'DONE'; readonly key: string; readonly report: FullReportFragment }
  | { readonly status: 'FAILED'; readonly key: string; readonly error: ApiError };

/** Milliseconds without a live value after which the evaluation is asked for as a query, which tells no progress. */
const PATIENCE = 6_000;

let run: Run = { status: 'IDLE' };
let end = (): void => {};
const listeners = new Set<() => void>();

function become(next: Run): void {
  run = next;
  for (const listener of listeners) listener();
}

export const keyOf = (variables: EvaluateQueryVariables): string => JSON.stringify(variables);

/** Ends the evaluation that runs, if any. */
export function stopEvaluation(): void {
  end();
  end = () => {};
  become({ status: 'IDLE' });
}

/** Starts an evaluation, in the place of the one that runs. */
export function startEvaluation(variables: EvaluateQueryVariables): void {
  stopEvaluation();
  const key = keyOf(variables);
  const abort = new AbortController();
  become({ status: 'RUNNING', key, phase: 'waiting', progress: 0 });
  const over = (next: Run): void => {
    window.clearTimeout(patience);
    stop();
    if (!abort.signal.aborted) become(next);
  };
  const fail = (error: ApiError): void => over({ status: 'FAILED', key, error });
  const ask = (): void => {
    stop();
    become({ status: 'RUNNING', key, phase: 'measuring', progress: null });
    request(EvaluateDocument, variables, abort.signal).then(
      ({ evaluation }) => {
        if (evaluation) over({ status: 'DONE', key, report: evaluation });
      },
      (error: unknown) => fail(error instanceof ApiError ? error : new ApiError('UNREACHABLE', String(error))),
    );
  };
  const patience = window.setTimeout(ask, PATIENCE);
  const stop = follow(RunEvaluationDocument, variables, {
    onValue: ({ evaluationProgress: { phase, progress, report } }) => {
      window.clearTimeout(patience);
      if (report) over({ status: 'DONE', key, report });
      else become({ status: 'RUNNING', key, phase, progress });
    },
    onEnd: () => {},
    onError: fail,
  });
  end = () => {
    abort.abort();
    window.clearTimeout(patience);
    stop();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useEvaluationRun(): Run {
  return useSyncExternalStore(subscribe, () => run);
}
