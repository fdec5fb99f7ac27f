import type { Database } from './database.js';
import { translateErrors } from './database-error.js';

/** A trial of a training that has not led to a model. */
export interface StoredTrial {
  /** JSON: its row of the table. */
  readonly row: unknown;
  /** NDCG of each validation learner; null where there are none. */
  readonly learnerValues: Float32Array | null;
}

/** Trials of trainings under way, and of those that ended without a model. */
export interface TrainingTrialStore {
  /**
   * @param basis names the data, the hold-out, the seed and what is measured
   * @param jobId null for a training without a job
   */
  add(basis: string, jobId: string | null, trial: StoredTrial): Promise<void>;
  /** Of all trainings on this basis, oldest first. */
  known(basis: string): Promise<StoredTrial[]>;
  /** Rows of the tables of jobs, each in the order of its trials. */
  ofJobs(jobIds: readonly string[]): Promise<{ readonly jobId: string; readonly row: unknown }[]>;
  /** Takes a job's trials from its table, since it begins again; they stay known. */
  detach(jobId: string): Promise<void>;
  /** Removes a basis whose training has led to a model, and what is older than `days`. */
  remove(basis: string, days: number): Promise<void>;
}

export function createTrainingTrialStore({ pool, prisma }: Database): TrainingTrialStore {
  const trials = prisma.trainingTrial;
  return translateErrors<TrainingTrialStore>({
    async add(basis, jobId, { row, learnerValues }) {
      await pool.query(
        '/* add trial */ INSERT INTO training_trials (basis, job_id, row, learner_values) VALUES ($1, $2, $3, $4)',
        [basis, jobId, JSON.stringify(row), learnerValues && bytesOf(learnerValues)],
      );
    },
    async known(basis) {
      const rows = await trials.findMany({ where: { basis }, orderBy: { id: 'asc' } });
      return rows.map(({ row, learnerValues }) => ({ row, learnerValues: learnerValues && floatsOf(learnerValues) }));
    },
    async ofJobs(jobIds) {
      const rows = await trials.findMany({
        where: { jobId: { in: [...jobIds] } },
        orderBy: { id: 'asc' },
        select: { jobId: true, row: true },
      });
      return rows.map(({ jobId, row }) => ({ jobId: jobId!, row }));
    },
    async detach(jobId) {
      await trials.updateMany({ where: { jobId }, data: { jobId: null } });
    },
    async remove(basis, days) {
      await pool.query(
        "/* remove trials */ DELETE FROM training_trials WHERE basis = $1 OR created_at < now() - $2::int * interval '1 day'",
        [basis, days],
      );
    },
  });
}

function bytesOf(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, n) => bytes.writeFloatLE(value, 4 * n));
  return bytes;
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, n) => view.getFloat32(4 * n, true));
}
