import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Trending, TrendingItem } from '../../services/trending.js';
import { ContentType } from './content.type.js';

@ObjectType('TrendingContent', { description: 'Content that is engaged with more than before.', simpleResolvers: true })
export class TrendingContentType implements TrendingItem {
  @Field(() => Int, { description: 'Place in the list; 1 has risen most clearly. Example: `1`.' })
  readonly rank!: number;

  @Field(() => ContentType, { description: 'What is engaged with.' })
  readonly content!: ContentType;

  @Field(() => Int, { description: 'Engagements in the window, dislikes left out. Example: `64`.' })
  readonly engagements!: number;

  @Field(() => Int, { description: 'Engagements in the window of the same length before it. Example: `36`.' })
  readonly engagementsBefore!: number;

  @Field(() => Float, {
    description:
      'How clearly it has risen, over 0: `(engagements - engagementsBefore) / sqrt(engagements + engagementsBefore)`, that is in standard deviations. 2 and more is hardly chance. Example: `2.8`.',
  })
  readonly score!: number;
}

@ObjectType('Trending', { description: 'What rises within a window of time.', simpleResolvers: true })
export class TrendingType implements Omit<Trending, 'items'> {
  @Field(() => Int, { description: 'Length of the window in days. Example: `7`.' })
  readonly windowDays!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Start of the window, in UTC; null without engagements. Example: `2026-03-24T09:00:00Z`.',
  })
  readonly from!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'End of the window, in UTC: the newest engagement that is not in the future. Null without engagements. Example: `2026-03-31T09:00:00Z`.',
  })
  readonly to!: Date | null;

  @Field(() => [TrendingContentType], { description: 'What rises, most clearly first; what falls is not listed.' })
  readonly items!: readonly TrendingContentType[];
}
