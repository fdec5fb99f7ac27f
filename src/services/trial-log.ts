import { createHash } from 'node:crypto';
import type { TrialListener, TrialRow } from '../compute/trial-row.js';
import type { Logger } from '../logger.js';
import type { TrainingTrialStore } from '../store/training-trial.store.js';
import type { TrainingPlan } from './plan-training.js';
import type { Fingerprint } from './training-data.js';

/** Trials of trainings without a model are known for so long. */
const DAYS = 30;

/** A trial that an unfinished training has left. */
export interface LoggedTrial {
  readonly row: TrialRow;
  readonly values: Float32Array | null;
}

/** Keeps the trials of one training as they come, so that a training that ends early has not made them in vain. */
export interface TrialLog {
  /** What earlier trainings on the same data made, with the same seed and the same measure. */
  readonly known: readonly LoggedTrial[];
  readonly onTrial: TrialListener;
  /** Waits for what is being written. */
  settle(): Promise<void>;
  /** The training has led to a model, which keeps the table: the trials go. */
  done(): Promise<void>;
}

/** @param jobId null for a training without a job @param version of this program: another one may measure otherwise */
export async function openTrialLog(
  deps: { readonly trials: TrainingTrialStore; readonly logger: Logger; readonly version: string },
  plan: TrainingPlan,
  data: Omit<Fingerprint, 'users'>,
  jobId: string | null,
): Promise<TrialLog> {
  const { trials, logger, version } = deps;
  const measured = [plan.algorithm, plan.search?.objective ?? null, plan.seed];
  const basis = createHash('sha256')
    .update(JSON.stringify([version, measured, data]))
    .digest('hex');
  if (jobId !== null) await trials.detach(jobId);
  const known = (await trials.known(basis)).map(({ row, learnerValues }) => ({
    row: row as TrialRow,
    values: learnerValues,
  }));
  let writing: Promise<void> = Promise.resolve();
  return {
    known,
    onTrial: (row, values) => {
      writing = writing
        .then(() => trials.add(basis, jobId, { row, learnerValues: values }))
        .catch((err: unknown) => logger.warn({ err }, 'a trial was not kept'));
    },
    settle: () => writing,
    done: async () => {
      await writing;
      await trials.remove(basis, DAYS);
    },
  };
}
