import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { DifficultyLevel } from '../../model/engagement.js';
import type { Content } from '../../services/services.js';
import { defineConnection } from './connection.js';
import { DifficultyLevelEnum } from './enums.js';
import { NodeType } from './node.type.js';

@ObjectType('Content', {
  description: 'Something to learn from: a course, a video, an article.',
  simpleResolvers: true,
  implements: NodeType,
})
export class ContentType extends NodeType implements Content {
  @Field(() => ID, { description: "The platform's own id, exactly as it was sent. Example: `course-17`." })
  readonly id!: string;

  @Field(() => String, { description: 'Title. Example: `Introduction to Machine Learning`.' })
  readonly title!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Longer text about it; its words count for similarity; null where not given. Example: `What supervised learning is, with exercises in Python`.',
  })
  readonly description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Field of knowledge; null where not given. Example: `Data Science`.',
  })
  readonly domain!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of the domain; null where not given. Example: `Machine Learning`.',
  })
  readonly subtopic!: string | null;

  @Field(() => DifficultyLevelEnum, {
    nullable: true,
    description: 'How demanding it is; null suits all levels. Example: `BEGINNER`.',
  })
  readonly difficultyLevel!: DifficultyLevel | null;

  @Field(() => String, { nullable: true, description: 'Form it takes; null where not given. Example: `video`.' })
  readonly contentType!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Language it is in, as the platform writes it; null where not given. Example: `en`.',
  })
  readonly language!: string | null;

  @Field(() => [String], { description: 'Free labels; empty when there are none. Example: `["python", "pandas"]`.' })
  readonly tags!: readonly string[];

  @Field(() => Int, { nullable: true, description: 'Time it takes, in minutes; null where unknown. Example: `45`.' })
  readonly durationMinutes!: number | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the platform published it, in UTC; null where unknown. Example: `2024-05-01T09:00:00Z`.',
  })
  readonly publishedAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'Since when it is retired, in UTC: never recommended again, its history kept. Null while on offer. Example: `2026-06-30T00:00:00Z`.',
  })
  readonly retiredAt!: Date | null;

  /** Ids; shown as content by the resolver. */
  readonly prerequisites!: readonly string[];

  @Field(() => GraphQLDateTime, {
    description: 'When the service first heard of it, in UTC. Example: `2026-01-12T08:30:00Z`.',
  })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, {
    description: 'When these fields last changed, in UTC. Example: `2026-02-03T14:05:00Z`.',
  })
  readonly updatedAt!: Date;
}

export const ContentConnectionType = defineConnection('Content', () => ContentType, 'content', 'oldest first');
