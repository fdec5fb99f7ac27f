import { ArgsType, Field, Int } from 'type-graphql';
import { Range } from './range.js';

@ArgsType()
export class ReadinessArgs {
  @Field(() => Int, { defaultValue: 10, description: 'How many to list at most, 1-100. Default 10. Example: `3`.' })
  @Range(1, 100)
  max!: number;
}
