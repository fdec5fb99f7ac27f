import { ArgsType, Field, Float, Int } from 'type-graphql';
import { Range } from './range.js';

@ArgsType()
export class EvaluateArgs {
  @Field(() => Int, {
    defaultValue: 1000,
    description:
      'Learners to rank, drawn with `seed`: 1 and up, or 0 for all. More takes longer and narrows the intervals. Default 1000.',
  })
  @Range(0, 2_147_483_647)
  sampleSize!: number;

  @Field(() => Int, { defaultValue: 10, description: 'Length of the ranked lists, 1-100. Default 10.' })
  @Range(1, 100)
  k!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Blend share of HYBRID, 0-1. Default: the value fitted for the model.',
  })
  @Range(0, 1)
  alpha?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seed of the sample and the intervals, 0-2147483647. The same seed gives the same report. Default: a fixed one.',
  })
  @Range(0, 2_147_483_647)
  seed?: number | null;
}
