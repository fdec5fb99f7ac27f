import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Reason, Recommendation } from '../../services/recommendation.js';
import type { Content } from '../../services/services.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { ReasonsArgs } from '../inputs/reasons.args.js';
import { ContentType } from '../types/content.type.js';
import { ReasonType } from '../types/reason.type.js';
import { RecommendationType } from '../types/recommendation.type.js';

@Resolver(() => RecommendationType)
export class RecommendationResolver {
  @FieldResolver(() => [ReasonType], {
    description: 'What carried the score, the largest share first. Computed only when selected.',
    complexity: listCost('max'),
  })
  reasons(@Root() recommendation: Recommendation, @Args(() => ReasonsArgs) { max }: ReasonsArgs): readonly Reason[] {
    return recommendation.reasons(max);
  }
}

@Resolver(() => ReasonType)
export class ReasonResolver {
  @FieldResolver(() => ContentType, {
    nullable: true,
    description: 'For ENGAGED_CONTENT: what the learner engaged with.',
  })
  async content(@Root() reason: Reason, @Ctx() { loaders }: GraphQLContext): Promise<Content | null> {
    return reason.contentId === null ? null : loaders.content.load(reason.contentId);
  }
}
