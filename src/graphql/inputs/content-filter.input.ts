import { ArgsType, Field, InputType } from 'type-graphql';
import type { DifficultyLevel } from '../../model/engagement.js';
import type { ContentFilter } from '../../services/services.js';
import { DifficultyLevelEnum } from '../types/enums.js';
import { PageArgs } from './page.args.js';

@InputType('ContentFilter', {
  description: 'Which content to list. All conditions must hold; one left out does not filter.',
})
export class ContentFilterInput {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the id or title, whatever its case. Example: `python`.',
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Domain, exactly. Example: `Data Science`.' })
  domain?: string | null;

  @Field(() => String, { nullable: true, description: 'Subtopic, exactly. Example: `Machine Learning`.' })
  subtopic?: string | null;

  @Field(() => DifficultyLevelEnum, {
    nullable: true,
    description: 'Difficulty, exactly; content without one is left out. Example: `BEGINNER`.',
  })
  difficultyLevel?: DifficultyLevel | null;

  @Field(() => String, { nullable: true, description: 'Form, exactly. Example: `video`.' })
  contentType?: string | null;

  @Field(() => String, { nullable: true, description: 'Language, exactly as stored. Example: `en`.' })
  language?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True lists retired content too. Default false. Example: `true`.',
  })
  includeRetired!: boolean;
}

@ArgsType()
export class ContentsArgs extends PageArgs {
  @Field(() => ContentFilterInput, {
    nullable: true,
    description:
      'Which content to list. Default: all that is not retired. Example: `{ domain: "Data Science", search: "python" }`.',
  })
  filter?: ContentFilterInput | null;
}

export function toContentFilter(filter: ContentFilterInput | null | undefined): ContentFilter {
  return {
    search: filter?.search ?? undefined,
    domain: filter?.domain ?? undefined,
    subtopic: filter?.subtopic ?? undefined,
    difficultyLevel: filter?.difficultyLevel ?? undefined,
    contentType: filter?.contentType ?? undefined,
    language: filter?.language ?? undefined,
    includeRetired: filter?.includeRetired ?? false,
  };
}
