import { ArgsType, Field, ID, Int } from 'type-graphql';
import { Range } from './range.js';

@ArgsType()
export class CompareModelsArgs {
  @Field(() => ID, { description: 'Id of a model. Example: `7`.' })
  a!: string;

  @Field(() => ID, { description: 'Id of the model to compare it with. Example: `8`.' })
  b!: string;

  @Field(() => Int, {
    defaultValue: 10,
    description: 'Length of the compared lists, 1-100. Default 10. Example: `20`.',
  })
  @Range(1, 100)
  k!: number;

  @Field(() => Int, {
    defaultValue: 200,
    description: 'Learners whose lists are compared, drawn with `seed`, 1-2000. Default 200. Example: `500`.',
  })
  @Range(1, 2000)
  sampleSize!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seed of the sample, 0-2147483647. Default: a fixed one. Example: `42`.',
  })
  @Range(0, 2_147_483_647)
  seed?: number | null;
}
