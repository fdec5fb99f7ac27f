import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { ModelReport } from '../../services/model-report.js';
import { Role } from '../auth.js';
import type { GraphQLContext } from '../context.js';
import { ModelReportArgs, toModelReportRequest } from '../inputs/model-report.args.js';
import { ModelReportType } from '../types/model-report.type.js';

@Resolver(() => ModelReportType)
export class ModelReportResolver {
  @Authorized(Role.READER)
  @Query(() => ModelReportType, {
    nullable: true,
    description:
      'What became of the lists that a model made: click-through and completion, in all, by position and by reason. Counted at ' +
      'most once a minute.',
    complexity: 200,
  })
  modelReport(
    @Args(() => ModelReportArgs) args: ModelReportArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<ModelReport> {
    return services.models.report(toModelReportRequest(args));
  }
}
