import { Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ModelComparison } from '../../services/compare-models.js';
import type { ModelSignificance } from '../../services/model-significance.js';
import { Role } from '../auth.js';
import type { GraphQLContext } from '../context.js';
import { ModelComparisonType, ModelSignificanceType } from '../types/model-comparison.type.js';

@Resolver(() => ModelComparisonType)
export class ModelComparisonResolver {
  @Authorized(Role.READER)
  @FieldResolver(() => ModelSignificanceType, {
    description:
      'Whether `b` ranks better or worse than `a`: both rank up to 2,000 learners by the same histories and are compared learner by learner. Computed on call: it can take seconds.',
    complexity: 4000,
  })
  significance(@Root() { a, b }: ModelComparison, @Ctx() { services }: GraphQLContext): Promise<ModelSignificance> {
    return services.models.significance({ a: a.id, b: b.id });
  }
}
