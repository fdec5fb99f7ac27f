import { ArgsType, Field, Float, ID, Int } from 'type-graphql';
import type { ListControls } from '../../services/list-controls.js';
import { CatalogueFilterInput, toCatalogueFilter } from './catalogue-filter.input.js';
import { Range } from './range.js';

/** Arguments of every ranked list of content. None of them changes a score. */
@ArgsType()
export class ListArgs {
  @Field(() => Int, { defaultValue: 10, description: 'How many to list at most, 1-100. Default 10. Example: `5`.' })
  @Range(1, 100)
  k!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The same as `k`, by the name that connections have, 1-100; where both are given it counts. Default: `k`. Example: `5`.',
  })
  @Range(1, 100)
  first?: number | null;

  @Field(() => CatalogueFilterInput, {
    nullable: true,
    description:
      'Which content may be in the list. Default: all on offer. Example: `{ domain: { in: ["Data Science"] }, maxDurationMinutes: 30 }`.',
  })
  filter?: CatalogueFilterInput | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of content to leave out, at most 1000; unknown ones are ignored. Default: none. Example: `["17", "course-3"]`.',
  })
  exclude?: string[] | null;

  @Field(() => Float, {
    defaultValue: 0,
    description:
      'How much unlikeness counts against score in the order of the list, 0-1: 0 orders by score alone, 1 makes the list as varied as the best 200 allow (maximal marginal relevance). Reorders, never changes a score. Default 0. Example: `0.3`.',
  })
  @Range(0, 1)
  diversity!: number;
}

export function toListControls({ k, first, filter, exclude, diversity }: ListArgs): ListControls {
  return {
    k: first ?? k,
    filter: toCatalogueFilter(filter),
    exclude: exclude ?? undefined,
    diversity: diversity > 0 ? diversity : undefined,
  };
}
