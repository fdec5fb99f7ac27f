import { closing } from './closing-iterator.js';
import type { Evaluate } from './evaluate.js';
import type { EvaluateRequest, EvaluationReport } from './evaluation-report.js';

export interface EvaluationProgress {
  /** What is being done, for people. */
  readonly phase: string;
  /** 0-1. */
  readonly progress: number;
  /** With the last value only. */
  readonly report: EvaluationReport | null;
}

/**
 * Runs an evaluation and tells how far it is: the latest state to a slow reader, and at last the report. Ending the iteration
 * stops the run.
 * @throws what the run throws, from the iteration
 */
export function followEvaluation(
  run: Evaluate['run'],
  request: EvaluateRequest,
): AsyncIterableIterator<EvaluationProgress> {
  const stop = new AbortController();
  let latest: EvaluationProgress | null = { phase: 'waiting', progress: 0, report: null };
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  const tell = (state: EvaluationProgress): void => {
    latest = state;
    wake();
  };
  run(request, {
    signal: stop.signal,
    onProgress: (phase, progress) => tell({ phase, progress, report: null }),
  }).then(
    (report) => tell({ phase: 'done', progress: 1, report }),
    (error: unknown) => {
      failure = { error };
      wake();
    },
  );

  async function* states(): AsyncGenerator<EvaluationProgress> {
    while (!stop.signal.aborted) {
      if (latest) {
        const state = latest;
        latest = null;
        yield state;
        if (state.report) return;
      } else if (failure) {
        throw failure.error;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  }
  return closing(states(), () => {
    stop.abort();
    wake();
  });
}
