import { ArgsType, Field, Float, ID, Int } from 'type-graphql';
import { Range } from './range.js';

@ArgsType()
export class AlphaSweepArgs {
  @Field(() => ID, { description: 'Id of the learner; one never heard of is answered too. Example: `42`.' })
  userId!: string;

  @Field(() => Int, { defaultValue: 10, description: 'Length of each list at most, 1-100. Default 10. Example: `5`.' })
  @Range(1, 100)
  k!: number;

  @Field(() => [Float], {
    defaultValue: [0, 0.25, 0.5, 0.75, 1],
    description:
      'Shares of the collaborative half, 1 to 21 distinct numbers, each 0-1. Default `[0, 0.25, 0.5, 0.75, 1]`. Each list is compared with the one before it. Example: `[0, 0.5, 1]`.',
  })
  alphas!: number[];
}
