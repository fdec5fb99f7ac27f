import { Arg, Authorized, Ctx, Float, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { RecommendationList } from '../../services/recommendation.js';
import type { Model, TrainingJob } from '../../services/services.js';
import { learnerNamedBy, Role } from '../auth.js';
import { listCost } from '../complexity.js';
import { renewLoaders, type GraphQLContext } from '../context.js';
import { refuseTexts } from '../refuse-texts.js';
import { ModelType } from '../types/model.type.js';
import { RecommendationListType } from '../types/recommendation.type.js';
import { TrainingJobType } from '../types/training-job.type.js';

interface Subscribing<Arguments> {
  readonly args: Arguments;
  readonly context: GraphQLContext;
}

function followList(
  { services }: GraphQLContext,
  args: { userId: string; k?: number | null; alpha?: number | null },
): Promise<AsyncIterableIterator<RecommendationList>> {
  // Arguments of subscriptions are looked at only when there is a value to resolve.
  refuseTexts(args);
  const { userId, k, alpha } = args;
  return services.subscriptions.recommendationsChanged({ userId, k: k ?? undefined, alpha: alpha ?? undefined });
}

/** What is followed comes from the service; each value is then resolved with loaders of its own. */
@Resolver()
export class SubscriptionResolver {
  @Authorized(Role.READER)
  @Subscription(() => TrainingJobType, {
    subscribe: ({ args, context }: Subscribing<{ jobId: string }>) =>
      context.services.subscriptions.trainingProgress(args.jobId),
    description: 'A training job as it stands, then each time it has changed; completes when the job has ended.',
  })
  trainingProgress(
    @Arg('jobId', () => ID, {
      description: 'Id of the job, from `retrain`. Example: `0b7f3a52-5f0e-4c39-9d2e-8a1c6f4b7d10`.',
    })
    _jobId: string,
    @Root() job: TrainingJob,
    @Ctx() context: GraphQLContext,
  ): TrainingJob {
    renewLoaders(context);
    return job;
  }

  @Authorized(Role.READER)
  @Subscription(() => ModelType, {
    subscribe: ({ context }: Subscribing<object>) => context.services.subscriptions.modelActivated(),
    description: 'The model that serves, each time that another does: after a training, or by `activateModel`.',
  })
  modelActivated(@Root() model: Model, @Ctx() context: GraphQLContext): Model {
    renewLoaders(context);
    return model;
  }

  @Authorized(learnerNamedBy('userId'))
  @Subscription(() => RecommendationListType, {
    subscribe: ({ args, context }: Subscribing<{ userId: string; k?: number | null; alpha?: number | null }>) =>
      followList(context, args),
    description:
      "A learner's recommendations, each time that their content, order or scores have changed: by an engagement, by feedback, by an edit of the learner, by content that is new, edited or retired, or by another model. Query `recommendations` for the list to begin with.",
    complexity: listCost('k', 10),
  })
  recommendationsChanged(
    @Arg('userId', () => ID, { description: 'Id of the learner; any id is answered. Example: `42`.' }) _userId: string,
    @Arg('k', () => Int, { defaultValue: 10, description: 'How many to recommend, 1-100. Default 10. Example: `5`.' })
    _k: number,
    @Arg('alpha', () => Float, {
      nullable: true,
      description: 'Share of the collaborative half, 0-1. Default: the value fitted for the model. Example: `0.7`.',
    })
    _alpha: number | null | undefined,
    @Root() list: RecommendationList,
    @Ctx() context: GraphQLContext,
  ): RecommendationList {
    renewLoaders(context);
    return list;
  }
}
