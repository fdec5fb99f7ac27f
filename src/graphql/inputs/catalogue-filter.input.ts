import { GraphQLDateTime } from 'graphql-scalars';
import { Field, InputType, Int } from 'type-graphql';
import type { DifficultyLevel } from '../../model/engagement.js';
import type { CatalogueFilter, ValueFilter } from '../../services/list-controls.js';
import { DifficultyLevelEnum } from '../types/enums.js';

const IN =
  'The field must hold one of these, compared exactly; content without a value is left out. At most 1000; an empty list leaves out everything.';
const NOT_IN = 'The field must hold none of these, compared exactly; content without a value stays. At most 1000.';

@InputType('StringFilter', {
  description: 'A condition on a text field. Both parts must hold. Example: `{ in: ["video", "lab"] }`.',
})
export class StringFilterInput {
  @Field(() => [String], { nullable: true, description: `${IN} Example: \`["en", "de"]\`.` })
  in?: string[] | null;

  @Field(() => [String], { nullable: true, description: `${NOT_IN} Example: \`["fr"]\`.` })
  notIn?: string[] | null;
}

@InputType('DifficultyLevelFilter', {
  description: 'A condition on the difficulty. Both parts must hold. Example: `{ notIn: [ADVANCED] }`.',
})
export class DifficultyLevelFilterInput {
  @Field(() => [DifficultyLevelEnum], { nullable: true, description: `${IN} Example: \`[BEGINNER]\`.` })
  in?: DifficultyLevel[] | null;

  @Field(() => [DifficultyLevelEnum], { nullable: true, description: `${NOT_IN} Example: \`[ADVANCED]\`.` })
  notIn?: DifficultyLevel[] | null;
}

@InputType('CatalogueFilter', {
  description:
    'Which content may be in a list. All conditions must hold; one left out does not filter. The list is filled up from what is left.',
})
export class CatalogueFilterInput {
  @Field(() => StringFilterInput, { nullable: true, description: 'By domain. Example: `{ in: ["Data Science"] }`.' })
  domain?: StringFilterInput | null;

  @Field(() => StringFilterInput, { nullable: true, description: 'By subtopic. Example: `{ notIn: ["Statistics"] }`.' })
  subtopic?: StringFilterInput | null;

  @Field(() => DifficultyLevelFilterInput, {
    nullable: true,
    description: 'By difficulty. Example: `{ in: [BEGINNER, INTERMEDIATE] }`.',
  })
  difficultyLevel?: DifficultyLevelFilterInput | null;

  @Field(() => StringFilterInput, { nullable: true, description: 'By form. Example: `{ in: ["video"] }`.' })
  contentType?: StringFilterInput | null;

  @Field(() => StringFilterInput, { nullable: true, description: 'By language. Example: `{ in: ["en"] }`.' })
  language?: StringFilterInput | null;

  @Field(() => StringFilterInput, {
    nullable: true,
    description: 'By tags: `in` asks for at least one of its tags, `notIn` for none. Example: `{ in: ["python"] }`.',
  })
  tags?: StringFilterInput | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Takes at most so many minutes, 0-2147483647; content of unknown duration is left out. Default: any. Example: `30`.',
  })
  maxDurationMinutes?: number | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'Published later than this instant; content without a publication date is left out. Default: any. Example: `2025-01-01T00:00:00Z`.',
  })
  publishedAfter?: Date | null;
}

export function toCatalogueFilter(filter: CatalogueFilterInput | null | undefined): CatalogueFilter | undefined {
  if (!filter) return undefined;
  return {
    domain: toValues(filter.domain),
    subtopic: toValues(filter.subtopic),
    difficultyLevel: toValues(filter.difficultyLevel),
    contentType: toValues(filter.contentType),
    language: toValues(filter.language),
    tags: toValues(filter.tags),
    maxDurationMinutes: filter.maxDurationMinutes ?? undefined,
    publishedAfter: filter.publishedAfter ?? undefined,
  };
}

function toValues<T extends string>(
  values: { in?: T[] | null; notIn?: T[] | null } | null | undefined,
): ValueFilter<T> | undefined {
  return values ? { in: values.in ?? undefined, notIn: values.notIn ?? undefined } : undefined;
}
