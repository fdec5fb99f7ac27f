import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { UserStore } from '../store/user.store.js';
import type { Changes, Watch } from './changes.js';
import { closing } from './closing-iterator.js';
import type { Evaluate } from './evaluate.js';
import { followEvaluation, type EvaluationProgress } from './follow-evaluation.js';
import type { RecommendationList } from './recommendation.js';
import type { EvaluateRequest } from './evaluation-report.js';
import type { Model, Services, TrainingJob } from './services.js';

export interface FollowRequest {
  readonly userId: string;
  readonly k?: number | undefined;
  readonly alpha?: number | undefined;
}

/**
 * What clients follow. Each value is read anew when something has changed, so that a slow reader gets the latest state and not a
 * backlog, and a process that has missed announcements catches up. Ending the iteration ends the watch.
 */
export interface Subscriptions {
  /** The job as it stands, then each time it has changed, until it has ended. @throws DomainError NOT_FOUND */
  trainingProgress(jobId: string): Promise<AsyncIterableIterator<TrainingJob>>;
  /** An evaluation of its own, how far it is, and its report at last. @throws as the evaluation does, from the iteration */
  evaluationProgress(request: EvaluateRequest): AsyncIterableIterator<EvaluationProgress>;
  /** The model that serves, each time that another does. */
  modelActivated(): Promise<AsyncIterableIterator<Model>>;
  /**
   * The learner's list, each time that its content, order or scores have changed from those at the start or last sent.
   * @throws DomainError MODEL_NOT_READY, BAD_USER_INPUT
   */
  recommendationsChanged(request: FollowRequest): Promise<AsyncIterableIterator<RecommendationList>>;
  /** Subscriptions that are open in this process. */
  open(): number;
}

interface Ending<T> {
  /** Whether nothing can come after a value; default never. */
  readonly isLast?: (value: T) => boolean;
  /** What is sent for a value; default itself. */
  readonly send?: (value: T) => T;
}

export function createSubscriptions(deps: {
  readonly changes: Changes;
  readonly users: UserStore;
  readonly services: Pick<Services, 'models' | 'recommendations' | 'training'>;
  readonly evaluate: Evaluate['run'];
  /** Logs lists that are sent, and gives them their ids. */
  readonly offer: (list: RecommendationList) => RecommendationList;
  readonly logger: Logger;
}): Subscriptions {
  const { changes, users, services, evaluate, offer, logger } = deps;

  /** Values as `read` finds them, where their key differs from the one before; the first only where `before` differs from it. */
  async function* values<T>(
    watch: Watch,
    read: () => Promise<T | null>,
    keyOf: (value: T) => string,
    { isLast, send }: Required<Ending<T>>,
    first: { readonly value: T; readonly send: boolean } | null,
  ): AsyncGenerator<T> {
    let key = first && keyOf(first.value);
    try {
      if (first?.send) {
        yield send(first.value);
        if (isLast(first.value)) return;
      }
      while (await watch.next()) {
        const value = await read().catch((error: unknown) => {
          // The next change, or the reconnection to Postgres, brings another look.
          if (!(error instanceof DomainError)) logger.error({ err: error }, 'a subscription could not be read');
          return null;
        });
        if (value === null || keyOf(value) === key) continue;
        key = keyOf(value);
        yield send(value);
        if (isLast(value)) return;
      }
    } finally {
      watch.close();
    }
  }

  /** Opens the watch before the first look, so that nothing is missed in between; closes it where that fails. */
  async function follow<T>(
    concerns: Parameters<Changes['watch']>[0],
    start: () => Promise<{ readonly value: T; readonly send: boolean } | null>,
    read: () => Promise<T | null>,
    keyOf: (value: T) => string,
    { isLast = () => false, send = (value) => value }: Ending<T> = {},
  ): Promise<AsyncIterableIterator<T>> {
    const watch = changes.watch(concerns);
    try {
      return closing(values(watch, read, keyOf, { isLast, send }, await start()), () => watch.close());
    } catch (error) {
      watch.close();
      throw error;
    }
  }

  return {
    trainingProgress: (jobId) =>
      follow(
        (change) => change.kind === 'JOB' && change.jobId === jobId,
        async () => {
          const job = await services.training.get(jobId);
          if (!job) throw new DomainError('NOT_FOUND', `No training job has the id "${jobId}".`, { jobId });
          return { value: job, send: true };
        },
        () => services.training.get(jobId),
        ({ status, phase, progress }) => JSON.stringify([status, phase, progress]),
        { isLast: ({ finishedAt }) => finishedAt !== null },
      ),

    evaluationProgress: (request) => followEvaluation(evaluate, request),

    modelActivated: () =>
      follow(
        ({ kind }) => kind === 'MODEL',
        async () => {
          const value = await services.models.active();
          return value && { value, send: false };
        },
        () => services.models.active(),
        ({ id, activatedAt }) => `${id} ${activatedAt?.getTime()}`,
      ),

    recommendationsChanged: async (request) => {
      const findKey = async (): Promise<number | undefined> => (await users.findByIds([request.userId]))[0]?.pk;
      let userPk: number | undefined = await findKey();
      return follow(
        (change) =>
          change.kind === 'MODEL' ||
          change.kind === 'CONTENT' ||
          (change.kind === 'ENGAGEMENTS' &&
            // A learner who is not known yet can come with the very engagements that are announced.
            (userPk === undefined || change.userPks === '*' || change.userPks.includes(userPk))),
        async () => ({ value: await services.recommendations.preview(request), send: false }),
        async () => {
          userPk ??= await findKey();
          return services.recommendations.preview(request);
        },
        ({ items }) => JSON.stringify(items.map(({ content, score }) => [content.id, score])),
        { send: offer },
      );
    },

    open: () => changes.size(),
  };
}
