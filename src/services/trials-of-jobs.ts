import type { TrialRow } from '../compute/trial-row.js';
import type { ModelStore } from '../store/model.store.js';
import type { TrainingJobStore } from '../store/training-job.store.js';
import type { TrainingTrialStore } from '../store/training-trial.store.js';
import { toModel } from './models.js';
import type { TrainingPlan } from './plan-training.js';
import { toSearchTrial } from './search.js';
import type { TrainingJob } from './services.js';
import type { SearchTrial } from './training-search.js';

/** One list for each job: of the model that came of it, else what the training has noted so far. */
export async function trialsOfJobs(
  {
    models,
    jobs,
    trials,
  }: { readonly models: ModelStore; readonly jobs: TrainingJobStore; readonly trials: TrainingTrialStore },
  asked: readonly TrainingJob[],
): Promise<readonly (readonly SearchTrial[])[]> {
  const rows = await models.getMany(asked.flatMap(({ modelId }) => (modelId === null ? [] : [Number(modelId)])));
  const made = new Map(rows.map((row) => [String(row.id), toModel(row)]));
  const open = asked.filter(({ modelId }) => modelId === null || !made.has(modelId)).map(({ id }) => id);
  const [plans, noted] = open.length === 0 ? [[], []] : await Promise.all([jobs.getMany(open), trials.ofJobs(open)]);
  const objectives = new Map(
    plans.map(({ id, input }) => [id, (input as unknown as TrainingPlan).search?.objective ?? 'NDCG']),
  );
  return asked.map(({ id, modelId }) => {
    const model = modelId === null ? undefined : made.get(modelId);
    if (model) return model.search?.trials ?? [];
    const own = noted.filter(({ jobId }) => jobId === id);
    return own.map(({ row }) => toSearchTrial(row as TrialRow, objectives.get(id) ?? 'NDCG'));
  });
}
