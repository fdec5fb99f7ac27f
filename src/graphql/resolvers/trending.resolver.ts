import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { Trending } from '../../services/trending.js';
import { Role } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { toCatalogueFilter } from '../inputs/catalogue-filter.input.js';
import { TrendingArgs } from '../inputs/trending.args.js';
import { TrendingType } from '../types/trending.type.js';

@Resolver()
export class TrendingResolver {
  @Authorized(Role.LEARNER)
  @Query(() => TrendingType, {
    nullable: true,
    description:
      'Content that is engaged with more than in the same time before, the same for everybody. Counted from the newest engagement back, at most once a minute for each window; needs no model.',
    complexity: listCost('k', 50),
  })
  trending(
    @Args(() => TrendingArgs) { windowDays, k, filter }: TrendingArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<Trending> {
    return services.contents.trending({ windowDays, k, filter: toCatalogueFilter(filter) });
  }
}
