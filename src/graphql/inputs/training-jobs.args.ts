import { ArgsType, Field, Int } from 'type-graphql';
import { Range } from './range.js';

@ArgsType()
export class TrainingJobsArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many to list at most, 1-100. Default 20.' })
  @Range(1, 100)
  first!: number;
}
