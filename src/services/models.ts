import type { EvaluationResult } from '../compute/messages.js';
import { DomainError } from '../errors.js';
import type { MixtureRecipe } from '../model/hybrid/mixture.js';
import { SNAPSHOT_FORMAT } from '../model/snapshot.js';
import type { AlgorithmChoice, AlgorithmName, HyperParameters } from '../model/recommender.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import { inOrder } from './batch.js';
import { toReport } from './evaluate.js';
import { lastEngagement, type ModelCache } from './model-cache.js';
import { checkFirst, decodeCursor, encodeCursor, toPage } from './paging.js';
import type { Activation } from './quality-gate.js';
import { toSearch } from './search.js';
import type { Model, Page, Services } from './services.js';
import type { Fingerprint } from './training-data.js';

/** Trained versions: reading, and choosing the one that serves. */
export function createModels(deps: {
  models: ModelStore;
  cache: ModelCache;
}): Omit<Services['models'], 'compare' | 'significance' | 'report'> {
  const { models, cache } = deps;
  const isModelId = (id: string): boolean => /^[1-9]\d{0,8}$/.test(id);
  const find = async (id: string): Promise<ModelRow | null> => (isModelId(id) ? models.get(Number(id)) : null);
  const seen = (row: ModelRow): Model => {
    const model = toModel(row);
    return { ...model, fault: model.fault ?? cache.faultOf(row.id) };
  };
  return {
    active: async () => {
      const row = await models.active();
      return row ? seen(row) : null;
    },
    get: async (id) => {
      const row = await find(id);
      return row ? seen(row) : null;
    },
    getMany: async (ids) => {
      const rows = await models.getMany(ids.filter(isModelId).map(Number));
      return inOrder(ids, rows.map(seen));
    },
    list: async (page): Promise<Page<Model>> => {
      checkFirst(page.first);
      const beforeId = page.after === undefined ? undefined : Number(decodeCursor(page.after, 1)[0]);
      const rows = await models.page({ first: page.first + 1, beforeId });
      return toPage(rows, page, seen, (row) => encodeCursor(row.id));
    },
    count: () => models.count(),
    activate: async (id) => {
      const row = await find(id);
      if (!row) throw new DomainError('NOT_FOUND', `No model has the id "${id}".`, { id });
      await cache.verify(row);
      const active = await models.activate(row.id);
      await cache.refresh();
      return toModel(active);
    },
    delete: async (id) => {
      const row = await find(id);
      if (!row) throw new DomainError('NOT_FOUND', `No model has the id "${id}".`, { id });
      if (!(await models.remove(row.id)))
        throw new DomainError('BAD_USER_INPUT', `Model ${id} serves: activate another one first.`, { id });
      return id;
    },
  };
}

export function toModel(row: ModelRow): Model {
  const fingerprint = row.fingerprint as unknown as Fingerprint;
  const evaluation = row.metrics as unknown as EvaluationResult | null;
  const algorithm = row.algorithm as AlgorithmName;
  const hyperParameters = row.hyperParameters as HyperParameters;
  const recipe = row.recipe as (MixtureRecipe & Partial<Pick<Model, 'alphaByHistory'>>) | null;
  return {
    id: String(row.id),
    createdAt: row.createdAt,
    algorithm,
    hyperParameters,
    requestedAlgorithm: (row.requestedAlgorithm ?? algorithm) as AlgorithmChoice,
    parts: recipe?.parts ?? [{ algorithm, hyperParameters, weight: 1 }],
    popularityPrior: recipe?.prior ?? null,
    alpha: row.alpha,
    alphaByHistory: recipe?.alphaByHistory ?? null,
    isActive: row.isActive === true,
    activatedAt: row.activatedAt,
    note: row.note,
    sizeBytes: Number(row.sizeBytes),
    engagements: fingerprint.engagements,
    users: fingerprint.users,
    contents: fingerprint.contents,
    lastEngagementAt: lastEngagement(row),
    trainingSeconds: (row.timings as { total?: number }).total ?? 0,
    evaluation: evaluation ? toReport(evaluation) : null,
    search: toSearch(row),
    timings: toTimings(row.timings as Readonly<Record<string, unknown>>),
    fault:
      row.formatVersion === SNAPSHOT_FORMAT
        ? null
        : `It is stored in format ${row.formatVersion}, and this version reads format ${SNAPSHOT_FORMAT}: train again, or run the version that wrote it.`,
    activation: row.activation as Activation | null,
  };
}

/** The total is a figure of its own, and older versions kept more than seconds here. */
function toTimings(timings: Readonly<Record<string, unknown>>): Model['timings'] {
  return Object.entries(timings)
    .flatMap(([phase, seconds]) => (phase === 'total' || typeof seconds !== 'number' ? [] : [{ phase, seconds }]))
    .sort((a, b) => b.seconds - a.seconds);
}
