import { Field, ObjectType } from 'type-graphql';

@ObjectType('PageInfo', { description: 'Where a page stands in its list.', simpleResolvers: true })
export class PageInfoType {
  @Field(() => Boolean, { description: 'True when more follows: ask again with `after: endCursor`. Example: `true`.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'True when something stands before this page. Example: `false`.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first edge; null on an empty page. Example: `MTAx`.',
  })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last edge; null on an empty page. Example: `MTIw`.',
  })
  readonly endCursor!: string | null;
}
