import { Args, Authorized, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { EvaluationProgress } from '../../services/follow-evaluation.js';
import type { EvaluationReport } from '../../services/services.js';
import { Role } from '../auth.js';
import { evaluationCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { EvaluateArgs, toEvaluateRequest } from '../inputs/evaluate.args.js';
import { EvaluationProgressType, EvaluationReportType } from '../types/evaluation.type.js';

@Resolver()
export class EvaluationResolver {
  @Authorized(Role.READER)
  @Query(() => EvaluationReportType, {
    nullable: true,
    description:
      'Measures the active model on engagements it was not fitted on, beside popularity and chance. Computed on call: it can take seconds.',
    complexity: evaluationCost,
  })
  evaluation(
    @Args(() => EvaluateArgs) args: EvaluateArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<EvaluationReport> {
    return services.evaluation.run(toEvaluateRequest(args));
  }

  @Authorized(Role.READER)
  @Subscription(() => EvaluationProgressType, {
    subscribe: ({ args, context }: { args: EvaluateArgs; context: GraphQLContext }) =>
      context.services.subscriptions.evaluationProgress(toEvaluateRequest(args)),
    description:
      'Runs an evaluation as `evaluation` does and tells how far it is; the last value has the report. Completing the subscription early stops the run.',
    complexity: evaluationCost,
  })
  evaluationProgress(
    @Args(() => EvaluateArgs) _args: EvaluateArgs,
    @Root() progress: EvaluationProgress,
  ): EvaluationProgress {
    return progress;
  }
}
