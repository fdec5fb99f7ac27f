import { ArgsType, Field, Int } from 'type-graphql';
import { Range } from './range.js';

@ArgsType()
export class ReasonsArgs {
  @Field(() => Int, { defaultValue: 3, description: 'How many reasons at most, 1-100. Default 3. Example: `1`.' })
  @Range(1, 100)
  max!: number;
}
