import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import type { FeedbackKind } from '../../model/feedback.js';
import { defineConnection } from './connection.js';
import { FeedbackKindEnum } from './enums.js';
import { UserErrorType } from './payload.type.js';

@ObjectType('Feedback', {
  description: 'What a learner says of one piece of content, as a recommendation.',
  simpleResolvers: true,
})
export class FeedbackType {
  @Field(() => FeedbackKindEnum, { description: 'What they say. Example: `TOO_EASY`.' })
  readonly kind!: FeedbackKind;

  @Field(() => GraphQLDateTime, { description: 'When they said it, in UTC. Example: `2026-03-31T09:00:00Z`.' })
  readonly givenAt!: Date;
}

export const FeedbackConnectionType = defineConnection(
  'Feedback',
  () => FeedbackType,
  'feedback of one learner',
  'newest first',
);

const USER_ERRORS = { description: 'What was refused; empty when all is well.' };

@ObjectType('GiveFeedbackPayload', { description: 'What `giveFeedback` did.', simpleResolvers: true })
export class GiveFeedbackPayloadType {
  @Field(() => FeedbackType, { nullable: true, description: 'What is stored now; null when refused.' })
  readonly feedback!: FeedbackType | null;

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('UndoFeedbackPayload', { description: 'What `undoFeedback` did.', simpleResolvers: true })
export class UndoFeedbackPayloadType {
  @Field(() => [FeedbackType], { description: 'What was taken back; empty where there was nothing.' })
  readonly undone!: readonly FeedbackType[];

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}
