import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Trending, TrendingItem } from '../../services/trending.js';
import { ContentType } from './content.type.js';

@ObjectType('TrendingContent', { description: 'Content that is engaged with more than before.', simpleResolvers: true })
export class TrendingContentType implements TrendingItem {
  @Field(() => Int, { description: 'Place in the list; 1 has risen most clearly.' })
  readonly rank!: number;

  @Field(() => ContentType, { description: 'What is engaged with.' })
  readonly content!: ContentType;

  @Field(() => Int, { description: 'Engagements in the window, dislikes left out.' })
  readonly engagements!: number;

  @Field(() => Int, { description: 'Engagements in the window of the same length before it.' })
  readonly engagementsBefore!: number;

  @Field(() => Float, {
    description:
      'How clearly it has risen, over 0: `(engagements - engagementsBefore) / sqrt(engagements + engagementsBefore)`, that is in standard deviations. 2 and more is hardly chance.',
  })
  readonly score!: number;
}

@ObjectType('Trending', { description: 'What rises within a window of time.', simpleResolvers: true })
export class TrendingType implements Omit<Trending, 'items'> {
  @Field(() => Int, { description: 'Length of the window in days.' })
  readonly windowDays!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Start of the window, in UTC; null without engagements.',
  })
  readonly from!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'End of the window, in UTC: the newest engagement that is not in the future. Null without engagements.',
  })
  readonly to!: Date | null;

  @Field(() => [TrendingContentType], { description: 'What rises, most clearly first; what falls is not listed.' })
  readonly items!: readonly TrendingContentType[];
}
