import { Field, Float, ObjectType } from 'type-graphql';
import type { SimilarContent } from '../../services/services.js';
import { ContentType } from './content.type.js';

@ObjectType('SimilarContent', { description: 'Content that is about the same as another.', simpleResolvers: true })
export class SimilarContentType implements SimilarContent {
  @Field(() => ContentType, { description: 'The similar content.' })
  readonly content!: ContentType;

  @Field(() => Float, {
    description: 'Similarity, 0-1: cosine of the two content vectors; 1 is the same text and metadata.',
  })
  readonly score!: number;

  @Field(() => [String], { description: 'Terms that carry the similarity, the largest share first.' })
  readonly sharedTerms!: readonly string[];
}
