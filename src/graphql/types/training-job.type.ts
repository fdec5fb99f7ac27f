import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { AlgorithmChoice } from '../../model/recommender.js';
import type { JobStatus, TrainingEngine, TrainingJob } from '../../services/services.js';
import type { ErrorCode } from '../../errors.js';
import { defineConnection } from './connection.js';
import { AlgorithmEnum, ErrorCodeEnum, JobStatusEnum, TrainingEngineEnum } from './enums.js';
import { NodeType } from './node.type.js';

@ObjectType('TrainingError', { description: 'Why a training failed.', simpleResolvers: true })
export class TrainingErrorType {
  @Field(() => ErrorCodeEnum, { description: 'Stable code, for machines. Example: `NOT_ENOUGH_DATA`.' })
  readonly code!: ErrorCode;

  @Field(() => String, {
    description: 'What happened, for people. Example: `There are 3 engagements, and it takes more to train on`.',
  })
  readonly message!: string;
}

@ObjectType('TrainingJob', {
  description:
    'A training that was asked for, from the queue to its end. The former model serves until it has SUCCEEDED.',
  simpleResolvers: true,
  implements: NodeType,
})
export class TrainingJobType extends NodeType implements Omit<TrainingJob, 'modelId'> {
  @Field(() => ID, { description: 'Id of the job. Example: `0b7f3a52-5f0e-4c39-9d2e-8a1c6f4b7d10`.' })
  readonly id!: string;

  @Field(() => JobStatusEnum, { description: 'Where the job stands. Example: `RUNNING`.' })
  readonly status!: JobStatus;

  @Field(() => String, { description: 'What is being done now, for people. Example: `choosing an algorithm`.' })
  readonly phase!: string;

  @Field(() => Float, { description: 'How much is done, 0-1. Example: `0.4`.' })
  readonly progress!: number;

  @Field(() => AlgorithmEnum, { description: 'What was asked for. Example: `AUTO`.' })
  readonly algorithm!: AlgorithmChoice;

  @Field(() => TrainingEngineEnum, { description: 'Where the collaborative half is fitted. Example: `SPARK`.' })
  readonly engine!: TrainingEngine;

  @Field(() => GraphQLDateTime, { description: 'When it was asked for, in UTC. Example: `2026-03-31T03:00:00Z`.' })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When work on it began, in UTC; null while queued. Example: `2026-03-31T03:00:01Z`.',
  })
  readonly startedAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it ended, in UTC; null until then. Example: `2026-03-31T03:04:00Z`.',
  })
  readonly finishedAt!: Date | null;

  @Field(() => TrainingErrorType, { nullable: true, description: 'Set when FAILED; null otherwise.' })
  readonly error!: TrainingErrorType | null;
}

export const TrainingJobConnectionType = defineConnection(
  'TrainingJob',
  () => TrainingJobType,
  'trainings',
  'newest first',
);
