import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, Float, ID, InputType } from 'type-graphql';
import type { EngagementType } from '../../model/engagement.js';
import type { EngagementInput } from '../../services/services.js';
import { EngagementTypeEnum } from '../types/enums.js';
import { BatchSize } from './batch-size.js';

@InputType('EngagementInput', {
  description: 'One thing a learner did with one piece of content at one instant. Learner and content must exist.',
})
export class EngagementInputType {
  @Field(() => ID, { description: 'Id of the learner. Example: `42`.' })
  userId!: string;

  @Field(() => ID, { description: 'Id of the content. Example: `course-17`.' })
  contentId!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it happened. Default: now. Example: `2024-05-01T09:00:00Z`.',
  })
  timestamp?: Date | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Time spent, in whole seconds, 0 to 2147483647; null where unknown. A value outside is refused for its row alone. Example: `900`.',
  })
  durationSeconds?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: liked. False: disliked. Null, the default: no opinion given. Example: `true`.',
  })
  liked?: boolean | null;

  @Field(() => EngagementTypeEnum, {
    nullable: true,
    description: 'What the learner did. Default: VIEWED. Example: `COMPLETED`.',
  })
  engagementType?: EngagementType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A key of your own, 1-191 characters: a second engagement with the same key is not stored again. Example: `player-7f3a-2026-03-31`.',
  })
  idempotencyKey?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The `id` of the list of recommendations that led to it, for `modelReport`. An id of a list that was not logged, or was ' +
      "another learner's, counts for nothing. Example: `5c0e4f6a-31b2-4d7c-8f10-2a9b7e6d3c41`.",
  })
  listId?: string | null;
}

@ArgsType()
export class RecordEngagementsArgs {
  @Field(() => [EngagementInputType], {
    description:
      'The engagements, at most 10000. One bad row does not lose the others. Example: `[{ userId: "42", contentId: "course-17", engagementType: COMPLETED, liked: true }]`.',
  })
  @BatchSize()
  input!: EngagementInputType[];
}

export function toEngagementInput(row: EngagementInputType): EngagementInput {
  return {
    ...row,
    timestamp: row.timestamp ?? undefined,
    engagementType: row.engagementType ?? undefined,
    idempotencyKey: row.idempotencyKey ?? undefined,
    listId: row.listId ?? undefined,
  };
}
