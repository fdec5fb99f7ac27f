import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { EvaluationReport } from '../../services/services.js';
import { Role } from '../auth.js';
import { evaluationCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { EvaluateArgs } from '../inputs/evaluate.args.js';
import { EvaluationReportType } from '../types/evaluation.type.js';

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
    @Args(() => EvaluateArgs) { sampleSize, k, alpha, alphas, segments, seed }: EvaluateArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<EvaluationReport> {
    return services.evaluation.run({
      sampleSize,
      k,
      alpha: alpha ?? undefined,
      alphas: alphas ?? undefined,
      segments,
      seed: seed ?? undefined,
    });
  }
}
