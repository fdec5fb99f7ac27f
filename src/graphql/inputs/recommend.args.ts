import { ArgsType, Field, Float, ID, Int } from 'type-graphql';
import { Range } from './range.js';

/** Arguments of every list of recommendations. */
@ArgsType()
export class RecommendArgs {
  @Field(() => Int, { defaultValue: 10, description: 'How many to recommend at most, 1-100. Default 10.' })
  @Range(1, 100)
  k!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the collaborative half, from 0 (content only) to 1 (collaborative only). Default: the value fitted for the model. Example: `0.7`.',
  })
  @Range(0, 1)
  alpha?: number | null;
}

/** Arguments of the root field `recommendations`. */
@ArgsType()
export class RecommendForUserArgs extends RecommendArgs {
  @Field(() => ID, {
    description:
      'Id of the learner. An id never heard of is answered too, with the strategy UNKNOWN_USER. Example: `42`.',
  })
  userId!: string;
}
