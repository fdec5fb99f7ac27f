import { DomainError, type UserError } from '../../errors.js';
import type { EngagementInput, Services } from '../../services/services.js';
import type { SimilarControls } from '../../services/similar-content.js';
import { otherLearner } from '../auth.js';

/**
 * The services as a token sees them that is bound to one learner: the catalogue, and what concerns that learner. The rules on the
 * fields say the same; this is the wall behind them, which holds for every field, loader and executor. Whoever adds a service
 * decides here whether a learner may use it.
 * @param mayRecord whether engagements and feedback of that learner may be recorded
 */
export function learnerServices(services: Services, learnerId: string, mayRecord: boolean): Services {
  const { users, contents, feedback, recommendations } = services;

  const own = (id: string): void => {
    if (id !== learnerId) throw otherLearner();
  };
  /** A list of similar content may be for the learner, or for nobody. */
  const forOwn = (controls: SimilarControls | undefined): void => {
    if (controls?.userId !== undefined) own(controls.userId);
  };
  const refuse = (): never => {
    throw new DomainError('FORBIDDEN', 'The token is for the data of one learner, and this needs more.');
  };
  const refused = async (): Promise<never> => refuse();

  return {
    users: {
      get: async (id) => (own(id), users.get(id)),
      getMany: async (ids) => (ids.forEach(own), users.getMany(ids)),
      engagements: async (ids, page) => (ids.forEach(own), users.engagements(ids, page)),
      countEngagements: async (ids) => (ids.forEach(own), users.countEngagements(ids)),
      list: refused,
      count: refused,
      upsert: refused,
      delete: refused,
      similar: refused,
      random: refused,
    },
    values: {
      ofContent: (request) => services.values.ofContent(request),
      ofUsers: refused,
    },
    contents: {
      get: (id) => contents.get(id),
      getMany: (ids) => contents.getMany(ids),
      list: (page, filter) => contents.list(page, filter),
      count: (filter) => contents.count(filter),
      similar: async (id, controls) => (forOwn(controls), contents.similar(id, controls)),
      similarMany: async (ids, controls) => (forOwn(controls), contents.similarMany(ids, controls)),
      trending: (request) => contents.trending(request),
      upsert: refused,
    },
    engagements: {
      record: mayRecord ? (input) => recordOwn(services, learnerId, input) : refused,
    },
    feedback: {
      give: mayRecord ? async (target) => (own(target.userId), feedback.give(target)) : refused,
      undo: mayRecord ? async (target) => (own(target.userId), feedback.undo(target)) : refused,
      list: async (ids, page) => (ids.forEach(own), feedback.list(ids, page)),
      count: async (ids) => (ids.forEach(own), feedback.count(ids)),
    },
    recommendations: {
      forUser: async (request, deadline) => (own(request.userId), recommendations.forUser(request, deadline)),
      preview: async (request) => (own(request.userId), recommendations.preview(request)),
      forUsers: async (ids, options, deadline) => (ids.forEach(own), recommendations.forUsers(ids, options, deadline)),
      forProfile: (request) => recommendations.forProfile(request),
      alphaSweep: async (request) => (own(request.userId), recommendations.alphaSweep(request)),
    },
    insights: refused,
    evaluation: { run: refused },
    models: {
      active: refused,
      get: refused,
      getMany: refused,
      list: refused,
      count: refused,
      activate: refused,
      delete: refused,
      compare: refused,
      significance: refused,
      report: refused,
    },
    training: {
      enqueue: refused,
      get: refused,
      getMany: refused,
      list: refused,
      count: refused,
      trials: refused,
      cancel: refused,
    },
    subscriptions: {
      recommendationsChanged: async (request) => (
        own(request.userId),
        services.subscriptions.recommendationsChanged(request)
      ),
      trainingProgress: refused,
      evaluationProgress: refuse,
      modelActivated: refused,
      open: () => services.subscriptions.open(),
    },
    keys: { verify: refused },
    settings: services.settings,
    rateCounter: services.rateCounter,
    health: services.health,
  };
}

/** Rows of other learners are refused one by one, as all rows are that cannot be stored. */
async function recordOwn(
  services: Services,
  learnerId: string,
  input: readonly EngagementInput[],
): ReturnType<Services['engagements']['record']> {
  const places = input.flatMap((row, place) => (row.userId === learnerId ? [place] : []));
  const refusals = input.flatMap((row, place): UserError[] =>
    row.userId === learnerId
      ? []
      : [{ path: ['input', String(place), 'userId'], message: `userId: ${otherLearner().message}`, code: 'FORBIDDEN' }],
  );
  const { userErrors, ...counts } = await services.engagements.record(places.map((place) => input[place]!));
  // The service has counted the rows that it was given.
  const placed = userErrors.map(({ path, ...rest }) => ({
    ...rest,
    path: path.map((part, at) => (at === 1 ? String(places[Number(part)]) : part)),
  }));
  return { ...counts, userErrors: [...refusals, ...placed] };
}
