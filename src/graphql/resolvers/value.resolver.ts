import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { User } from '../../services/services.js';
import type { ValueCount } from '../../services/values.js';
import { Role } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { ContentValuesArgs, RandomUsersArgs, UserValuesArgs } from '../inputs/values.args.js';
import { UserType } from '../types/user.type.js';
import { ValueCountType } from '../types/value.type.js';

/** What filters can choose from, and learners to try things out with. */
@Resolver()
export class ValueResolver {
  @Authorized(Role.LEARNER)
  @Query(() => [ValueCountType], {
    description:
      'Values of a field among the content on offer, most frequent first: what a filter can choose from. Counted at most once a minute.',
    complexity: listCost('k', 50),
  })
  contentValues(
    @Args(() => ContentValuesArgs) { field, search, k }: ContentValuesArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<readonly ValueCount[]> {
    return services.values.ofContent({ field, search: search ?? undefined, k });
  }

  @Authorized(Role.READER)
  @Query(() => [ValueCountType], {
    description: 'Values of a field among the learners, most frequent first. Counted at most once a minute.',
    complexity: listCost('k', 50),
  })
  userValues(
    @Args(() => UserValuesArgs) { field, search, k }: UserValuesArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<readonly ValueCount[]> {
    return services.values.ofUsers({ field, search: search ?? undefined, k });
  }

  @Authorized(Role.READER)
  @Query(() => [UserType], {
    description:
      'Learners of a segment, drawn by chance, other ones each time: to try lists out. Segments are as they were at most a minute ago.',
    complexity: listCost('k', 50),
  })
  randomUsers(
    @Args(() => RandomUsersArgs) { segment, k }: RandomUsersArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<readonly User[]> {
    return services.users.random({ segment, k });
  }
}
