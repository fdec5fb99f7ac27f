import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { RecommendationList } from '../../services/recommendation.js';
import type { Engagement, User } from '../../services/services.js';
import type { SimilarUser } from '../../services/similar-users.js';
import { learnerNamedBy, learnerOf, Role } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { PageArgs, toPageRequest } from '../inputs/page.args.js';
import { RecommendArgs, toRecommendControls } from '../inputs/recommend.args.js';
import { SimilarUsersArgs } from '../inputs/similar.args.js';
import { toUserFilter, UsersArgs } from '../inputs/user-filter.input.js';
import { DeleteUsersArgs, UpsertUsersArgs } from '../inputs/user.input.js';
import { type Connection, toConnection } from '../types/connection.js';
import { EngagementConnectionType } from '../types/engagement.type.js';
import { DeleteUsersPayloadType, UpsertUsersPayloadType } from '../types/payload.type.js';
import { RecommendationListType } from '../types/recommendation.type.js';
import { SimilarUserType } from '../types/similar-user.type.js';
import { UserConnectionType, UserType } from '../types/user.type.js';

@Resolver(() => UserType)
export class UserResolver {
  @Authorized(learnerNamedBy('id'))
  @Query(() => UserType, { nullable: true, description: 'One learner; null when there is none with this id.' })
  user(
    @Arg('id', () => ID, { description: 'Id of the learner. Example: `42`.' }) id: string,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<User | null> {
    return loaders.user.load(id);
  }

  @Authorized(Role.READER)
  @Query(() => UserConnectionType, {
    description: 'Learners, page by page, oldest first; those sent together in the order of their ids.',
    complexity: listCost('first'),
  })
  async users(@Args(() => UsersArgs) args: UsersArgs, @Ctx() { services }: GraphQLContext): Promise<Connection<User>> {
    const filter = toUserFilter(args.filter);
    const page = await services.users.list(toPageRequest(args), filter);
    return toConnection(page, () => services.users.count(filter));
  }

  @Authorized(Role.READER)
  @Query(() => [SimilarUserType], {
    nullable: true,
    description:
      'Learners whose interests are most like those of one learner, most similar first: the 150 who share most of the newest 100 pieces of content are compared. Who shares nothing is not listed.',
    complexity: listCost('k', 50),
  })
  similarUsers(
    @Args(() => SimilarUsersArgs) { userId, k }: SimilarUsersArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<readonly SimilarUser[]> {
    return services.users.similar(userId, k);
  }

  @Authorized(learnerOf((user: User) => user.id))
  @FieldResolver(() => RecommendationListType, {
    nullable: true,
    description:
      'What to recommend to this learner, best first. Asked for on many learners at once, it is computed in one go.',
    complexity: listCost('k', 10),
  })
  recommendations(
    @Root() user: User,
    @Args(() => RecommendArgs) args: RecommendArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<RecommendationList> {
    return loaders.recommendations.load({ id: user.id, controls: toRecommendControls(args) });
  }

  @Authorized(learnerOf((user: User) => user.id))
  @FieldResolver(() => EngagementConnectionType, {
    description: 'What this learner did, page by page, newest first.',
    complexity: listCost('first'),
  })
  async engagements(
    @Root() user: User,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Connection<Engagement>> {
    const page = await loaders.engagements.load({ id: user.id, controls: toPageRequest(args) });
    return toConnection(page, () => loaders.engagementCount.load(user.id));
  }

  @Authorized(Role.WRITER)
  @Mutation(() => UpsertUsersPayloadType, {
    nullable: true,
    description: 'Creates learners, or changes those whose ids are known. Needs no retraining.',
  })
  async upsertUsers(
    @Args(() => UpsertUsersArgs) { input }: UpsertUsersArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<UpsertUsersPayloadType> {
    const { written, userErrors } = await services.users.upsert(input);
    return { users: written, userErrors };
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => DeleteUsersPayloadType, {
    nullable: true,
    description:
      'Removes learners and everything that is stored about them, at once and for good. No vector of theirs is left: it is ' +
      'made from the history at every request.',
  })
  deleteUsers(
    @Args(() => DeleteUsersArgs) { ids }: DeleteUsersArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<DeleteUsersPayloadType> {
    return services.users.delete(ids);
  }
}
