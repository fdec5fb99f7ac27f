import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, Float, ID, InputType } from 'type-graphql';
import type { DifficultyLevel } from '../../model/engagement.js';
import type { ContentInput } from '../../services/services.js';
import { DifficultyLevelEnum } from '../types/enums.js';
import { BatchSize } from './batch-size.js';

@InputType('ContentInput', {
  description: 'Content to create or to change. A field left out keeps what is stored; null clears it.',
})
export class ContentInputType {
  @Field(() => ID, {
    description: "The platform's own id, 1-191 characters, kept exactly as sent. Example: `course-17`.",
  })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Title; needed when the content is new; null is refused. Example: `Introduction to Databases`.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Longer text about it; its words count for similarity. Example: `What supervised learning is, with exercises in Python`.',
  })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Field of knowledge. Example: `Data Science`.' })
  domain?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the domain. Example: `Machine Learning`.' })
  subtopic?: string | null;

  @Field(() => DifficultyLevelEnum, {
    nullable: true,
    description: 'How demanding it is; null suits all levels. Example: `BEGINNER`.',
  })
  difficultyLevel?: DifficultyLevel | null;

  @Field(() => String, { nullable: true, description: 'Form it takes. Example: `video`.' })
  contentType?: string | null;

  @Field(() => String, { nullable: true, description: 'Language it is in. Example: `en`.' })
  language?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Free labels, replacing those stored. Example: `["python", "pandas"]`.',
  })
  tags?: string[] | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Time it takes, in whole minutes, 0 to 2147483647. A value outside is refused for its row alone. Example: `45`.',
  })
  durationMinutes?: number | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the platform published it. Example: `2024-05-01T09:00:00Z`.',
  })
  publishedAt?: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'Since when it is retired: never recommended again, its history kept. Null puts it back on offer. Example: `2026-06-30T00:00:00Z`.',
  })
  retiredAt?: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of content to complete before this, replacing those stored; at most 20. They must exist, or stand in the same request. What would close a circle is refused for its row, with the code PREREQUISITE_CYCLE. Example: `["course-3"]`.',
  })
  prerequisites?: string[] | null;
}

@ArgsType()
export class UpsertContentArgs {
  @Field(() => [ContentInputType], {
    description:
      'The content, at most 10000 rows. One bad row does not lose the others. Example: `[{ id: "course-17", title: "Introduction to Databases", tags: ["sql"] }]`.',
  })
  @BatchSize()
  input!: ContentInputType[];
}

export function toContentInput(row: ContentInputType): ContentInput {
  const { title, tags, prerequisites, ...rest } = row;
  return {
    ...rest,
    // A null title goes on as it is: the service refuses it, for its row alone.
    title: title as string | undefined,
    tags: tags === null ? [] : tags,
    prerequisites: prerequisites === null ? [] : prerequisites,
  };
}
