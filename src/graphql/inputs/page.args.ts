import { ArgsType, Field, Int } from 'type-graphql';
import type { PageRequest } from '../../services/services.js';
import { Range } from './range.js';

/** Arguments of every connection. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'Length of the page, 1-100. Default 20. Example: `50`.' })
  @Range(1, 100)
  first!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Start behind this cursor, taken from `pageInfo.endCursor` or an edge. Default: start at the beginning. Example: `MTIw`.',
  })
  after?: string | null;
}

export function toPageRequest(args: PageArgs): PageRequest {
  return { first: args.first, after: args.after ?? undefined };
}
