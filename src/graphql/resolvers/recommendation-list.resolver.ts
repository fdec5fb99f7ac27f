import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { RecommendationList, User } from '../../services/services.js';
import { Role } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { RecommendForUserArgs } from '../inputs/recommend.args.js';
import { RecommendationListType } from '../types/recommendation.type.js';
import { UserType } from '../types/user.type.js';

@Resolver(() => RecommendationListType)
export class RecommendationListResolver {
  @Authorized(Role.READER)
  @Query(() => RecommendationListType, {
    nullable: true,
    description: 'What to recommend to a learner, best first. Any id is answered; `servedBy.strategy` tells how.',
    complexity: listCost('k', 10),
  })
  recommendations(
    @Args(() => RecommendForUserArgs) { userId, k, alpha }: RecommendForUserArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<RecommendationList> {
    return loaders.recommendations.load({ userId, k, alpha: alpha ?? undefined });
  }

  @FieldResolver(() => UserType, { nullable: true, description: 'The learner; null when nobody has this id.' })
  user(@Root() list: RecommendationList, @Ctx() { loaders }: GraphQLContext): Promise<User | null> {
    return loaders.user.load(list.userId);
  }
}
