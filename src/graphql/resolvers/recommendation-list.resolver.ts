import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { RecommendationList } from '../../services/recommendation.js';
import type { User } from '../../services/services.js';
import { learnerNamedBy, learnerOf, Role } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { RecommendForProfileArgs, toProfileRequest } from '../inputs/profile.args.js';
import { RecommendForUserArgs, toRecommendControls } from '../inputs/recommend.args.js';
import { RecommendationListType } from '../types/recommendation.type.js';
import { UserType } from '../types/user.type.js';

@Resolver(() => RecommendationListType)
export class RecommendationListResolver {
  @Authorized(learnerNamedBy('userId'))
  @Query(() => RecommendationListType, {
    nullable: true,
    description: 'What to recommend to a learner, best first. Any id is answered; `servedBy.strategy` tells how.',
    complexity: listCost('k', 10),
  })
  recommendations(
    @Args(() => RecommendForUserArgs) args: RecommendForUserArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<RecommendationList> {
    return loaders.recommendations.load({ id: args.userId, controls: toRecommendControls(args) });
  }

  @Authorized(Role.LEARNER)
  @Query(() => RecommendationListType, {
    nullable: true,
    description: 'What to recommend to somebody without an account. Nothing is stored.',
    complexity: listCost('k', 10),
  })
  recommendationsForProfile(
    @Args(() => RecommendForProfileArgs) args: RecommendForProfileArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<RecommendationList> {
    return services.recommendations.forProfile(toProfileRequest(args));
  }

  @Authorized(learnerOf((list: RecommendationList) => list.userId))
  @FieldResolver(() => UserType, { nullable: true, description: 'The learner; null when nobody has this id.' })
  async user(@Root() list: RecommendationList, @Ctx() { loaders }: GraphQLContext): Promise<User | null> {
    return list.userId === null ? null : loaders.user.load(list.userId);
  }
}
