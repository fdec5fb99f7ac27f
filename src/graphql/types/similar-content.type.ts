import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { SimilarContent, SimilarList } from '../../services/similar-content.js';
import { ContentType } from './content.type.js';
import { ShortfallType } from './recommendation.type.js';

@ObjectType('SimilarityBreakdown', {
  description: 'Both similarities, whichever the list goes by; each 0-1.',
  simpleResolvers: true,
})
export class SimilarityBreakdownType {
  @Field(() => Float, {
    description:
      'By who engages with both, 0-1. New content takes it from what it is like by content. Example: `0.38`.',
  })
  readonly collaborative!: number;

  @Field(() => Float, { description: 'By text and metadata, 0-1: cosine; 1 is the same. Example: `0.62`.' })
  readonly content!: number;
}

@ObjectType('SimilarContent', { description: 'Content that is similar to another.', simpleResolvers: true })
export class SimilarContentType implements SimilarContent {
  @Field(() => ContentType, { description: 'The similar content.' })
  readonly content!: ContentType;

  @Field(() => Float, {
    description:
      'Similarity, over 0 to 1, by the `basis` asked for: CONTENT and COLLABORATIVE are the parts of `breakdown`, HYBRID their mean. Example: `0.62`.',
  })
  readonly score!: number;

  @Field(() => SimilarityBreakdownType, { description: 'Similarity by content and by who engages.' })
  readonly breakdown!: SimilarityBreakdownType;

  @Field(() => Boolean, {
    description:
      'Whether the learner of `userId` has engaged with it; true only with `includeSeen: true`. Example: `false`.',
  })
  readonly seen!: boolean;

  @Field(() => [String], {
    description:
      'At most five terms that carry the similarity by content, the largest share first. Example: `["python", "pandas"]`.',
  })
  readonly sharedTerms!: readonly string[];
}

@ObjectType('SimilarContentList', {
  description: 'One page of similar content, most similar first.',
  simpleResolvers: true,
})
export class SimilarContentListType implements SimilarList {
  @Field(() => [SimilarContentType], {
    description: 'At most `k`; fewer only when there is not more, see `shortfall`.',
  })
  readonly items!: readonly SimilarContentType[];

  @Field(() => Boolean, { description: 'True when more follows: ask again with `after: endCursor`. Example: `true`.' })
  readonly hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last item, for `after`; null on an empty page. Example: `eyJwIjoxMH0`.',
  })
  readonly endCursor!: string | null;

  @Field(() => ShortfallType, { nullable: true, description: 'Why there are fewer than `k`; null when there are not.' })
  readonly shortfall!: ShortfallType | null;

  @Field(() => [ID], {
    description: 'Ids in `exclude` that no content has; they were ignored. Example: `["course-99"]`.',
  })
  readonly unknownContentIds!: readonly string[];
}
