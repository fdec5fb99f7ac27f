import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { SimilarUser } from '../../services/similar-users.js';
import { ContentType } from './content.type.js';
import { UserType } from './user.type.js';

@ObjectType('SimilarUser', {
  description: 'A learner whose interests are like those of another.',
  simpleResolvers: true,
})
export class SimilarUserType implements SimilarUser {
  @Field(() => UserType, { description: 'The similar learner.' })
  readonly user!: UserType;

  @Field(() => Float, {
    description:
      'Similarity, over 0 to 1: cosine of what the two engaged with, each content weighted by how strongly; dislikes count for nothing. Example: `0.41`.',
  })
  readonly score!: number;

  @Field(() => Int, { description: 'Pieces of content that both engaged with. Example: `12`.' })
  readonly sharedCount!: number;

  @Field(() => [ContentType], {
    description: 'At most five of them, those that count most first.',
    complexity: ({ childComplexity }) => 5 * Math.max(1, childComplexity),
  })
  readonly sharedContent!: readonly ContentType[];
}
