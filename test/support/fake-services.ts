import { memoryRateCounter } from '../../src/store/rate-counter.store.js';
import { DomainError, type UserError } from '../../src/errors.js';
import type { Feedback } from '../../src/services/feedback.js';
import type { Recommendation, RecommendationList } from '../../src/services/recommendation.js';
import type {
  Content,
  Engagement,
  Model,
  Page,
  PageRequest,
  Services,
  TrainingJob,
} from '../../src/services/services.js';
import { fakeContent, fakeEngagement, fakeJob, fakeModel, fakeReport, fakeUser } from './fake-rows.js';

/** What the fake was asked, for tests of batching and of work that is not done. */
export interface FakeCalls {
  readonly forUsers: {
    readonly userIds: readonly string[];
    readonly k: number | undefined;
    readonly alpha: number | undefined;
  }[];
  readonly getUsers: (readonly string[])[];
  readonly getContents: (readonly string[])[];
  countUsers: number;
  reasons: number;
}

/**
 * Services in memory, for tests of the GraphQL layer alone: learners u1..u40, content c1..c30 in three topics, learner n has
 * engaged with content n and its neighbour, u39 and u40 with nothing. Scores are made up but obey the contracts.
 */
export function createFakeServices(options: { model?: boolean } = {}): { services: Services; calls: FakeCalls } {
  const calls: FakeCalls = { forUsers: [], getUsers: [], getContents: [], countUsers: 0, reasons: 0 };
  const users = new Map(Array.from({ length: 40 }, (_, n) => [`u${n + 1}`, fakeUser(`u${n + 1}`)]));
  const contents = new Map(Array.from({ length: 30 }, (_, n) => [`c${n + 1}`, fakeContent(`c${n + 1}`, n)]));
  const engagements: Engagement[] = [];
  const feedback: Feedback[] = [];
  for (let n = 1; n <= 38; n++) {
    for (const c of [((n - 1) % 30) + 1, (n % 30) + 1])
      engagements.push(fakeEngagement(`u${n}`, `c${c}`, engagements.length));
  }
  const models = options.model === false ? [] : [fakeModel('1', true)];
  const jobs = new Map<string, TrainingJob>();

  const activeModel = (): Model => {
    const model = models.find((candidate) => candidate.isActive);
    if (!model) throw new DomainError('MODEL_NOT_READY', 'No model is active yet.');
    return model;
  };

  const historyOf = (userId: string): Engagement[] => engagements.filter((row) => row.userId === userId);

  function recommend(userId: string, k = 10, alpha = 0.5): RecommendationList {
    const model = activeModel();
    const history = historyOf(userId);
    const seen = new Set(history.map((row) => row.contentId));
    const place = Number(userId.slice(1)) || 0;
    const items = [...contents.values()]
      .filter((content) => !seen.has(content.id) && content.retiredAt === null)
      .map((content) => {
        const c = Number(content.id.slice(1)) || 0;
        const breakdown = { collaborative: ((c * 7 + place) % 31) / 3.1, content: ((c * 11 + place) % 29) / 2.9 };
        return { content, breakdown, score: alpha * breakdown.collaborative + (1 - alpha) * breakdown.content };
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, k)
      .map((item, i): Recommendation => ({
        ...item,
        rank: i + 1,
        seen: false,
        explored: false,
        readiness: () => ({ state: 'READY', missing: [], unlocks: [] }),
        reasons: (maxReasons) => {
          calls.reasons++;
          const [first] = history;
          return [
            {
              kind: 'ENGAGED_CONTENT' as const,
              contentId: first?.contentId ?? null,
              term: null,
              field: null,
              share: 0.5,
              text: 'Because.',
            },
            {
              kind: 'SHARED_TERM' as const,
              contentId: null,
              term: 'python',
              field: 'title' as const,
              share: 0.3,
              text: 'Also python.',
            },
            { kind: 'POPULARITY' as const, contentId: null, term: null, field: null, share: 0.1, text: 'Popular.' },
            {
              kind: 'SHARED_TERM' as const,
              contentId: null,
              term: 'data',
              field: 'tags' as const,
              share: 0.05,
              text: 'Also data.',
            },
          ].slice(0, maxReasons);
        },
      }));
    const strategy = !users.has(userId) ? 'UNKNOWN_USER' : history.length === 0 ? 'COLD_START' : 'HYBRID';
    return {
      id: `list-${userId}-${k}-${alpha}`,
      userId,
      alpha,
      servedBy: {
        modelVersion: model.id,
        trainedAt: model.createdAt,
        algorithm: model.algorithm,
        strategy,
        foldedInEngagements: seen.size,
        fallbackReason: strategy === 'HYBRID' ? null : 'No history.',
      },
      items,
      hasNextPage: false,
      endCursor: null,
      shortfall: null,
      unknownContentIds: [],
    };
  }

  const services: Services = {
    users: {
      get: async (id) => users.get(id) ?? null,
      getMany: async (ids) => {
        calls.getUsers.push(ids);
        return ids.map((id) => users.get(id) ?? null);
      },
      list: async (page, filter) =>
        paginate(
          [...users.values()].filter((user) => !filter.department || user.department === filter.department),
          page,
        ),
      count: async (filter) => {
        calls.countUsers++;
        return [...users.values()].filter((user) => !filter.department || user.department === filter.department).length;
      },
      upsert: async (input) => {
        const written = input.map((row) => ({ ...(users.get(row.id) ?? fakeUser(row.id)), ...defined(row) }));
        for (const user of written) users.set(user.id, user);
        return { written, userErrors: [] };
      },
      delete: async (ids) => ({ deletedIds: ids.filter((id) => users.delete(id)), userErrors: [] }),
      engagements: async (userIds, page) => userIds.map((id) => paginate([...historyOf(id)].reverse(), page)),
      countEngagements: async (userIds) => userIds.map((id) => historyOf(id).length),
      similar: async () => [],
      random: async ({ k }) => [...users.values()].slice(0, k),
    },
    settings: {
      version: '0.0.0',
      gate: 'STRICT',
      keepModels: 10,
      worker: 'INSIDE',
      retrainSchedule: null,
      retrainAfter: 0,
      poolSize: 10,
    },
    values: { ofContent: async () => [], ofUsers: async () => [] },
    contents: {
      get: async (id) => contents.get(id) ?? null,
      getMany: async (ids) => {
        calls.getContents.push(ids);
        return ids.map((id) => contents.get(id) ?? null);
      },
      list: async (page, filter) =>
        paginate(
          [...contents.values()].filter((content) => filter.includeRetired || content.retiredAt === null),
          page,
        ),
      count: async () => contents.size,
      upsert: async (input) => {
        const written: Content[] = [];
        const userErrors: UserError[] = [];
        input.forEach((row, i) => {
          if (row.title?.includes('\0')) {
            userErrors.push({
              path: ['input', String(i), 'title'],
              message: 'title must not hold U+0000',
              code: 'BAD_USER_INPUT',
            });
            return;
          }
          const content = { ...(contents.get(row.id) ?? fakeContent(row.id, 0)), ...defined(row) };
          contents.set(content.id, content);
          written.push(content);
        });
        return { written, userErrors };
      },
      similar: async () => ({ items: [], hasNextPage: false, endCursor: null, shortfall: null, unknownContentIds: [] }),
      similarMany: async (contentIds, { k = 10 } = {}) => {
        activeModel();
        return contentIds.map((contentId) => {
          if (!contents.has(contentId)) return new DomainError('NOT_FOUND', `There is no content "${contentId}".`);
          const items = [...contents.values()]
            .filter((content) => content.id !== contentId)
            .slice(0, k)
            .map((content, i) => ({
              content,
              score: 1 / (i + 2),
              breakdown: { collaborative: 0, content: 1 / (i + 2) },
              seen: false,
              sharedTerms: ['python'],
            }));
          return { items, hasNextPage: false, endCursor: null, shortfall: null, unknownContentIds: [] };
        });
      },
      trending: async ({ windowDays = 7 }) => ({ windowDays, from: null, to: null, items: [] }),
    },
    engagements: {
      record: async (input) => {
        const userErrors: UserError[] = [];
        let recorded = 0;
        input.forEach((row, i) => {
          const refuse = (field: string, message: string, code: UserError['code']) =>
            userErrors.push({ path: ['input', String(i), field], message, code });
          const seconds = row.durationSeconds ?? null;
          if (!users.has(row.userId)) return refuse('userId', 'unknown learner', 'NOT_FOUND');
          if (seconds !== null && !(Number.isInteger(seconds) && seconds >= 0 && seconds <= 2_147_483_647)) {
            return refuse(
              'durationSeconds',
              'durationSeconds must be a whole number from 0 to 2147483647',
              'BAD_USER_INPUT',
            );
          }
          engagements.push({
            ...fakeEngagement(row.userId, row.contentId, engagements.length),
            durationSeconds: seconds,
          });
          return recorded++;
        });
        return { recorded, duplicates: 0, userErrors };
      },
    },
    feedback: {
      give: async ({ contentId, kind }) => {
        const given = { contentId, kind, givenAt: new Date('2025-01-01T00:00:00Z') };
        feedback.push(given);
        return { feedback: given, userErrors: [] };
      },
      undo: async () => ({ undone: feedback.splice(0), userErrors: [] }),
      list: async (userIds, page) => userIds.map(() => paginate([...feedback].reverse(), page)),
      count: async (userIds) => userIds.map(() => feedback.length),
    },
    recommendations: {
      forUser: async ({ userId, k, alpha }) => recommend(userId, k, alpha),
      preview: async ({ userId, k, alpha }) => recommend(userId, k, alpha),
      forUsers: async (userIds, { k, alpha }) => {
        calls.forUsers.push({ userIds, k, alpha });
        return userIds.map((userId) => recommend(userId, k, alpha));
      },
      forProfile: async ({ k, alpha }) => ({ ...recommend('', k, alpha), userId: null }),
      alphaSweep: async ({ userId, k, alphas = [] }) => ({
        userId,
        fittedAlpha: 0.5,
        servedBy: recommend(userId, k).servedBy,
        steps: alphas.map((alpha) => ({
          alpha,
          items: recommend(userId, k, alpha).items,
          overlapWithFirst: 1,
          overlapWithPrevious: null,
          entered: [],
          left: [],
          moved: [],
        })),
      }),
    },
    evaluation: {
      run: async ({ k = 10, alpha, seed = 1 }) => {
        activeModel();
        return fakeReport(k, alpha ?? 0.5, seed);
      },
    },
    models: {
      active: async () => models.find((model) => model.isActive) ?? null,
      get: async (id) => models.find((model) => model.id === id) ?? null,
      getMany: async (ids) => ids.map((id) => models.find((model) => model.id === id) ?? null),
      list: async (page) => paginate([...models].reverse(), page),
      count: async () => models.length,
      activate: async (id) => {
        if (!models.some((model) => model.id === id)) throw new DomainError('NOT_FOUND', `There is no model "${id}".`);
        models.forEach((model, i) => (models[i] = { ...model, isActive: model.id === id }));
        return activeModel();
      },
      delete: async (id) => {
        const place = models.findIndex((model) => model.id === id);
        if (place < 0) throw new DomainError('NOT_FOUND', `There is no model "${id}".`);
        models.splice(place, 1);
        return id;
      },
      compare: async ({ a, b, k = 10, sampleSize = 200 }) => {
        const [one, two] = [a, b].map((id) => models.find((model) => model.id === id));
        if (!one || !two) throw new DomainError('NOT_FOUND', 'There is no such model.');
        const rest = { measures: [], sameHoldout: true, overlap: 1, gained: [], lost: [] };
        return { a: one, b: two, k, users: sampleSize, ...rest };
      },
      significance: async ({ a, b }) => ({
        difference: null,
        text: `Models ${a} and ${b} cannot be compared: made up.`,
      }),
      report: async ({ modelId, windowDays = 30 }) => {
        const model = models.find(({ id }) => id === modelId);
        if (!model) throw new DomainError('NOT_FOUND', 'There is no such model.');
        const figures = { impressions: 10, engaged: 2, completed: 1 };
        const rate = (value: number) => ({ value, low: value / 2, high: Math.min(1, 2 * value) });
        const total = { ...figures, clickThrough: rate(0.2), completion: rate(0.5) };
        const from = new Date('2025-01-01T00:00:00Z');
        const [byPosition, byReason] = [[{ position: 1, ...total }], [{ kind: 'COHORT' as const, ...total }]];
        return { model, windowDays, from, to: from, lists: 1, users: 1, total, byPosition, byReason };
      },
    },
    training: {
      enqueue: async ({ algorithm: asked, note }) => {
        const algorithm = asked === undefined || asked === 'AUTO' ? 'ITEM_KNN' : asked;
        const id = `job-${jobs.size + 1}`;
        models.forEach((model, i) => (models[i] = { ...model, isActive: false }));
        models.push({ ...fakeModel(String(models.length + 1), true), algorithm, note: note ?? null });
        const job = fakeJob(id, algorithm);
        jobs.set(id, { ...job, status: 'SUCCEEDED', progress: 1, modelId: String(models.length) });
        return job;
      },
      get: async (id) => jobs.get(id) ?? null,
      getMany: async (ids) => ids.map((id) => jobs.get(id) ?? null),
      trials: async (asked) => asked.map(() => []),
      list: async (page) => paginate([...jobs.values()].reverse(), page),
      count: async () => jobs.size,
      cancel: async (id) => {
        const job = jobs.get(id);
        if (!job) throw new DomainError('NOT_FOUND', `There is no training job "${id}".`);
        return job;
      },
    },
    insights: () => Promise.reject(new DomainError('NOT_FOUND', 'The fake has no insights.')),
    subscriptions: {
      trainingProgress: async (id) => {
        const job = jobs.get(id);
        if (!job) throw new DomainError('NOT_FOUND', `There is no training job "${id}".`);
        return values([{ ...job, status: 'RUNNING', progress: 0.5 }, job]);
      },
      evaluationProgress: ({ k = 10, alpha = 0.5, seed = 1 }) =>
        values([
          { phase: 'ranking', progress: 0.5, report: null },
          { phase: 'done', progress: 1, report: fakeReport(k, alpha, seed) },
        ]),
      modelActivated: async () => values([activeModel()]),
      recommendationsChanged: async ({ userId, k, alpha }) => values([recommend(userId, k, alpha)]),
      open: () => 0,
    },
    keys: { verify: async () => null },
    rateCounter: memoryRateCounter,
    health: {
      check: async () => {
        const model = models.find((one) => one.isActive)?.id ?? null;
        return { database: true, model, missing: model === null ? 'No model is active yet.' : null };
      },
      figures: async () => ({
        stored: {
          jobs: { QUEUED: 1, RUNNING: 0, SUCCEEDED: 5, FAILED: 2, CANCELLED: 0 },
          queue: 3,
          newestModel: { createdAt: new Date('2025-01-01T00:00:00Z'), trainingSeconds: 12.5 },
        },
        model: models.length > 0 ? { id: '1', trainedAt: new Date('2025-01-01T00:00:00Z'), items: 30 } : null,
        pool: { total: 5, idle: 4, waiting: 0 },
        subscriptions: 0,
        lists: { stored: 7, dropped: 1, waiting: 2 },
      }),
    },
  };
  return { services, calls };
}

/** The row without its undefined fields, which leave what is stored. */
function defined<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function paginate<T>(rows: readonly T[], { first, after }: PageRequest): Page<T> {
  const start = after === undefined ? 0 : Number(after) + 1;
  if (Number.isNaN(start)) throw new DomainError('BAD_USER_INPUT', '"after" is not a cursor of this list.');
  const edges = rows.slice(start, start + first).map((node, i) => ({ node, cursor: String(start + i) }));
  return { edges, hasNextPage: start + first < rows.length, hasPreviousPage: start > 0 };
}

async function* values<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}
