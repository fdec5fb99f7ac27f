import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ErrorCode, UserError } from '../../errors.js';
import { ContentType } from './content.type.js';
import { ErrorCodeEnum } from './enums.js';
import { ModelType } from './model.type.js';
import { TrainingJobType } from './training-job.type.js';
import { UserType } from './user.type.js';

@ObjectType('UserError', {
  description: 'A part of a mutation that was refused. What was good is stored all the same.',
  simpleResolvers: true,
})
export class UserErrorType implements UserError {
  @Field(() => [String], {
    description: 'Where it stands in the arguments; rows count from 0. Example: `["input", "3", "durationSeconds"]`.',
  })
  readonly path!: readonly string[];

  @Field(() => String, {
    description:
      'What is wrong with it, for people. Example: `durationSeconds must be from 0 to 2147483647, but is -1`.',
  })
  readonly message!: string;

  @Field(() => ErrorCodeEnum, { description: 'Stable code, for machines. Example: `BAD_USER_INPUT`.' })
  readonly code!: ErrorCode;
}

const USER_ERRORS = { description: 'What was refused; empty when all is well.' };

@ObjectType('UpsertUsersPayload', { description: 'What `upsertUsers` did.', simpleResolvers: true })
export class UpsertUsersPayloadType {
  @Field(() => [UserType], { description: 'The learners that were stored, in the order of the input.' })
  readonly users!: readonly UserType[];

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('DeleteUsersPayload', { description: 'What `deleteUsers` did.', simpleResolvers: true })
export class DeleteUsersPayloadType {
  @Field(() => [ID], {
    description: 'Ids of the learners that were removed, in the order of the input. Example: `["42", "43"]`.',
  })
  readonly deletedIds!: readonly string[];

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('UpsertContentPayload', { description: 'What `upsertContent` did.', simpleResolvers: true })
export class UpsertContentPayloadType {
  @Field(() => [ContentType], { description: 'The content that was stored, in the order of the input.' })
  readonly contents!: readonly ContentType[];

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('RecordEngagementsPayload', { description: 'What `recordEngagements` did.', simpleResolvers: true })
export class RecordEngagementsPayloadType {
  @Field(() => Int, { description: 'Engagements stored now. Example: `120`.' })
  readonly recorded!: number;

  @Field(() => Int, {
    description:
      'Engagements that were there already: same learner, content, type and instant, or same idempotency key. Example: `1`.',
  })
  readonly duplicates!: number;

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('RetrainPayload', { description: 'What `retrain` did.', simpleResolvers: true })
export class RetrainPayloadType {
  @Field(() => TrainingJobType, {
    nullable: true,
    description: 'The job to follow with `trainingJob(id:)`; null when refused.',
  })
  readonly trainingJob!: TrainingJobType | null;

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('CancelTrainingPayload', { description: 'What `cancelTraining` did.', simpleResolvers: true })
export class CancelTrainingPayloadType {
  @Field(() => TrainingJobType, { nullable: true, description: 'The job as it stands now; null when there is none.' })
  readonly trainingJob!: TrainingJobType | null;

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('ActivateModelPayload', { description: 'What `activateModel` did.', simpleResolvers: true })
export class ActivateModelPayloadType {
  @Field(() => ModelType, {
    nullable: true,
    description: 'The model that serves now; null when refused, and then nothing changed.',
  })
  readonly model!: ModelType | null;

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}

@ObjectType('DeleteModelPayload', { description: 'What `deleteModel` did.', simpleResolvers: true })
export class DeleteModelPayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the model that is gone; null when refused. Example: `7`.' })
  readonly deletedId!: string | null;

  @Field(() => [UserErrorType], USER_ERRORS)
  readonly userErrors!: readonly UserErrorType[];
}
