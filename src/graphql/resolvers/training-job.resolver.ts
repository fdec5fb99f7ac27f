import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Model, TrainingJob } from '../../services/services.js';
import { Role } from '../auth.js';
import type { GraphQLContext } from '../context.js';
import { listCost } from '../complexity.js';
import { PageArgs, toPageRequest } from '../inputs/page.args.js';
import { pathOfRefusal, RetrainInputType, toTrainRequest } from '../inputs/retrain.input.js';
import { type Connection, toConnection } from '../types/connection.js';
import { ModelType } from '../types/model.type.js';
import { CancelTrainingPayloadType, RetrainPayloadType } from '../types/payload.type.js';
import { SearchTrialType, toSearchTrialType, USUAL_TRIALS } from '../types/search.type.js';
import { TrainingJobConnectionType, TrainingJobType } from '../types/training-job.type.js';
import { settle } from '../user-errors.js';

@Resolver(() => TrainingJobType)
export class TrainingJobResolver {
  @Authorized(Role.READER)
  @Query(() => TrainingJobType, {
    nullable: true,
    description: 'One training job; null when there is none with this id. Ask again to follow its progress.',
  })
  trainingJob(
    @Arg('id', () => ID, {
      description: 'Id of the job, from `retrain`. Example: `0b7f3a52-5f0e-4c39-9d2e-8a1c6f4b7d10`.',
    })
    id: string,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<TrainingJob | null> {
    return loaders.trainingJob.load(id);
  }

  @Authorized(Role.READER)
  @Query(() => TrainingJobConnectionType, {
    description: 'All training jobs, page by page, newest first, however they ended.',
    complexity: listCost('first'),
  })
  async trainingJobs(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<Connection<TrainingJob>> {
    return toConnection(await services.training.list(toPageRequest(args)), () => services.training.count());
  }

  @FieldResolver(() => ModelType, {
    nullable: true,
    description: 'The model that came of it, once SUCCEEDED; null before, and once it was deleted.',
  })
  async model(@Root() job: TrainingJob, @Ctx() { loaders }: GraphQLContext): Promise<Model | null> {
    return job.modelId === null ? null : loaders.model.load(job.modelId);
  }

  @FieldResolver(() => [SearchTrialType], {
    description:
      'What AUTO or a search has tried so far, in that order; once SUCCEEDED, the whole table of the model. Trials of a training that ends early are kept for 30 days and taken over by the next one on the same data.',
    complexity: ({ childComplexity }) => USUAL_TRIALS * childComplexity,
  })
  async trials(@Root() job: TrainingJob, @Ctx() { loaders }: GraphQLContext): Promise<SearchTrialType[]> {
    return (await loaders.trials.load(job)).map(toSearchTrialType);
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => RetrainPayloadType, {
    nullable: true,
    description:
      'Trains a new model on all data. Returns at once with a job; the former model serves until the new one is in.',
  })
  async retrain(
    @Arg('input', () => RetrainInputType, {
      nullable: true,
      description:
        'What to train. Default: everything by default. Example: `{ algorithm: ITEM_KNN, note: "after the spring import" }`.',
    })
    input: RetrainInputType | null | undefined,
    @Ctx() { services }: GraphQLContext,
  ): Promise<RetrainPayloadType> {
    const { value, userErrors } = await settle(
      (refusal) => pathOfRefusal(input, refusal),
      async () => services.training.enqueue(toTrainRequest(input)),
    );
    return { trainingJob: value, userErrors };
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => CancelTrainingPayloadType, {
    nullable: true,
    description:
      'Stops a training. A queued one is cancelled at once, a running one soon; one that has ended stays as it is.',
  })
  async cancelTraining(
    @Arg('jobId', () => ID, { description: 'Id of the job. Example: `0b7f3a52-5f0e-4c39-9d2e-8a1c6f4b7d10`.' })
    jobId: string,
    @Ctx() { services }: GraphQLContext,
  ): Promise<CancelTrainingPayloadType> {
    const { value, userErrors } = await settle(['jobId'], () => services.training.cancel(jobId));
    return { trainingJob: value, userErrors };
  }
}
