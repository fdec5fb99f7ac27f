import { Field, Float, ObjectType } from 'type-graphql';
import type { SimilarContent } from '../../services/similar-content.js';
import { ContentType } from './content.type.js';

@ObjectType('SimilarityBreakdown', {
  description: 'Both similarities, whichever the list goes by; each 0-1.',
  simpleResolvers: true,
})
export class SimilarityBreakdownType {
  @Field(() => Float, {
    description: 'By who engages with both, 0-1. New content takes it from what it is like by content.',
  })
  readonly collaborative!: number;

  @Field(() => Float, { description: 'By text and metadata, 0-1: cosine; 1 is the same.' })
  readonly content!: number;
}

@ObjectType('SimilarContent', { description: 'Content that is similar to another.', simpleResolvers: true })
export class SimilarContentType implements SimilarContent {
  @Field(() => ContentType, { description: 'The similar content.' })
  readonly content!: ContentType;

  @Field(() => Float, {
    description:
      'Similarity, over 0 to 1, by the `basis` asked for: CONTENT and COLLABORATIVE are the parts of `breakdown`, HYBRID their mean.',
  })
  readonly score!: number;

  @Field(() => SimilarityBreakdownType, { description: 'Similarity by content and by who engages.' })
  readonly breakdown!: SimilarityBreakdownType;

  @Field(() => [String], {
    description: 'At most five terms that carry the similarity by content, the largest share first.',
  })
  readonly sharedTerms!: readonly string[];
}
