import { ArgsType, Field, Int } from 'type-graphql';
import { CatalogueFilterInput } from './catalogue-filter.input.js';
import { Range } from './range.js';

@ArgsType()
export class TrendingArgs {
  @Field(() => Int, {
    defaultValue: 7,
    description:
      'Length of the window in days, 1-365; it is compared with the same time before it. Default 7. Example: `30`.',
  })
  @Range(1, 365)
  windowDays!: number;

  @Field(() => Int, { defaultValue: 10, description: 'How many to list at most, 1-100. Default 10. Example: `5`.' })
  @Range(1, 100)
  k!: number;

  @Field(() => CatalogueFilterInput, {
    nullable: true,
    description: 'Which content may be in the list. Default: all on offer. Example: `{ language: { in: ["en"] } }`.',
  })
  filter?: CatalogueFilterInput | null;
}
