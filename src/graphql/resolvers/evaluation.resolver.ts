import { Args, Authorized, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import { DomainError } from '../../errors.js';
import type { EvaluationProgress } from '../../services/follow-evaluation.js';
import type { EvaluationReport } from '../../services/evaluation-report.js';
import { holds, Role } from '../auth.js';
import { evaluationCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { EvaluateArgs, FollowEvaluationArgs, toEvaluateRequest } from '../inputs/evaluate.args.js';
import { EvaluationProgressType, EvaluationReportType } from '../types/evaluation.type.js';

@Resolver()
export class EvaluationResolver {
  @Authorized(Role.READER)
  @Query(() => EvaluationReportType, {
    nullable: true,
    description:
      'Measures the active model on engagements it was not fitted on, beside popularity and chance. Computed on call, off the thread that answers: it can take seconds. One at a time; a few wait, more are refused with BUSY. It stops when the client goes away, and at the time limit of operations: follow longer ones with `evaluationProgress`.',
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
    subscribe: ({ args, context }: { args: FollowEvaluationArgs; context: GraphQLContext }) => {
      if (args.protocol && !holds(context.caller.roles, Role.ADMIN))
        throw new DomainError('FORBIDDEN', 'protocol needs the role ADMIN: the model is fitted anew for it.', {
          argument: 'protocol',
        });
      return context.services.subscriptions.evaluationProgress(toEvaluateRequest(args));
    },
    description:
      'Runs an evaluation as `evaluation` does, or by another protocol (for ADMIN), and tells how far it is; the last value has the report. Completing the subscription early stops the run.',
    complexity: evaluationCost,
  })
  evaluationProgress(
    @Args(() => FollowEvaluationArgs) _args: FollowEvaluationArgs,
    @Root() progress: EvaluationProgress,
  ): EvaluationProgress {
    return progress;
  }
}
