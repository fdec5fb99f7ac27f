import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { AlphaSweep } from '../../services/alpha-sweep.js';
import { learnerNamedBy } from '../auth.js';
import { sweepCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { AlphaSweepArgs } from '../inputs/alpha-sweep.args.js';
import { AlphaSweepType } from '../types/alpha-sweep.type.js';

@Resolver()
export class AlphaSweepResolver {
  @Authorized(learnerNamedBy('userId'))
  @Query(() => AlphaSweepType, {
    nullable: true,
    description:
      'How the list of a learner changes with alpha, from content alone to collaborative alone: the lists, how much they overlap, and what enters, leaves and moves.',
    complexity: sweepCost,
  })
  alphaSweep(
    @Args(() => AlphaSweepArgs) { userId, k, alphas }: AlphaSweepArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<AlphaSweep> {
    return services.recommendations.alphaSweep({ userId, k, alphas });
  }
}
