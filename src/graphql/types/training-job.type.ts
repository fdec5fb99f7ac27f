import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { AlgorithmChoice } from '../../model/recommender.js';
import type { JobStatus, TrainingJob } from '../../services/services.js';
import type { ErrorCode } from '../../errors.js';
import { defineConnection } from './connection.js';
import { AlgorithmEnum, ErrorCodeEnum, JobStatusEnum } from './enums.js';

@ObjectType('TrainingError', { description: 'Why a training failed.', simpleResolvers: true })
export class TrainingErrorType {
  @Field(() => ErrorCodeEnum, { description: 'Stable code, for machines. Example: `NOT_ENOUGH_DATA`.' })
  readonly code!: ErrorCode;

  @Field(() => String, { description: 'What happened, for people.' })
  readonly message!: string;
}

@ObjectType('TrainingJob', {
  description:
    'A training that was asked for, from the queue to its end. The former model serves until it has SUCCEEDED.',
  simpleResolvers: true,
})
export class TrainingJobType implements Omit<TrainingJob, 'modelId'> {
  @Field(() => ID, { description: 'Id of the job.' })
  readonly id!: string;

  @Field(() => JobStatusEnum, { description: 'Where the job stands.' })
  readonly status!: JobStatus;

  @Field(() => String, { description: 'What is being done now, for people. Example: `choosing an algorithm`.' })
  readonly phase!: string;

  @Field(() => Float, { description: 'How much is done, 0-1.' })
  readonly progress!: number;

  @Field(() => AlgorithmEnum, { description: 'What was asked for.' })
  readonly algorithm!: AlgorithmChoice;

  @Field(() => GraphQLDateTime, { description: 'When it was asked for, in UTC.' })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When work on it began, in UTC; null while queued.' })
  readonly startedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended, in UTC; null until then.' })
  readonly finishedAt!: Date | null;

  @Field(() => TrainingErrorType, { nullable: true, description: 'Set when FAILED.' })
  readonly error!: TrainingErrorType | null;
}

export const TrainingJobConnectionType = defineConnection(
  'TrainingJob',
  () => TrainingJobType,
  'trainings',
  'newest first',
);
