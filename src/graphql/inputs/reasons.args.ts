import { ArgsType, Field, Int } from 'type-graphql';
import { Range } from './range.js';

/** Reasons that may be asked for of one item. */
export const REASONS = { least: 1, most: 100 } as const;

@ArgsType()
export class ReasonsArgs {
  @Field(() => Int, { defaultValue: 3, description: 'How many reasons at most, 1-100. Default 3. Example: `1`.' })
  @Range(REASONS.least, REASONS.most)
  max!: number;
}
