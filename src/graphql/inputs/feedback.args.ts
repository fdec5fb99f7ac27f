import { ArgsType, Field, ID } from 'type-graphql';
import type { FeedbackKind } from '../../model/feedback.js';
import { FeedbackKindEnum } from '../types/enums.js';

@ArgsType()
export class GiveFeedbackArgs {
  @Field(() => ID, { description: 'Id of the learner. Example: `42`.' })
  userId!: string;

  @Field(() => ID, { description: 'Id of the content. Example: `course-17`.' })
  contentId!: string;

  @Field(() => FeedbackKindEnum, { description: 'What the learner says of it. Example: `TOO_EASY`.' })
  kind!: FeedbackKind;
}

@ArgsType()
export class UndoFeedbackArgs {
  @Field(() => ID, { description: 'Id of the learner. Example: `42`.' })
  userId!: string;

  @Field(() => ID, { description: 'Id of the content. Example: `course-17`.' })
  contentId!: string;

  @Field(() => FeedbackKindEnum, {
    nullable: true,
    description: 'What to take back. Default: all that the learner said of it. Example: `TOO_EASY`.',
  })
  kind?: FeedbackKind | null;
}
