import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { AlgorithmName } from '../../model/recommender.js';
import type { Model } from '../../services/services.js';
import { ModelActivationType } from './activation.type.js';
import { defineConnection } from './connection.js';
import { AlgorithmEnum } from './enums.js';
import { EvaluationReportType } from './evaluation.type.js';

@ObjectType('Model', { description: 'A trained model. At most one is active and serves.', simpleResolvers: true })
export class ModelType implements Omit<Model, 'hyperParameters' | 'search'> {
  @Field(() => ID, { description: 'Id; a newer model has a larger one.' })
  readonly id!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was stored, in UTC.' })
  readonly createdAt!: Date;

  @Field(() => AlgorithmEnum, { description: 'Algorithm of the collaborative half.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => Float, {
    description: 'Share of the collaborative half, 0-1, fitted on the hold-out; used where none is given.',
  })
  readonly alpha!: number;

  @Field(() => Boolean, { description: 'True for the model that serves.' })
  readonly isActive!: boolean;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was last activated, in UTC; null if never.' })
  readonly activatedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Note given when its training was asked for.' })
  readonly note!: string | null;

  @Field(() => Float, { description: 'Size of its stored snapshot, in bytes; a whole number.' })
  readonly sizeBytes!: number;

  @Field(() => Float, { description: 'Engagements it was trained on; a whole number.' })
  readonly engagements!: number;

  @Field(() => Int, { description: 'Learners it was trained on.' })
  readonly users!: number;

  @Field(() => Int, { description: 'Pieces of content it was trained on.' })
  readonly contents!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Newest engagement it was trained on, in UTC; null without any.',
  })
  readonly lastEngagementAt!: Date | null;

  @Field(() => Float, { description: 'Time its training took, in seconds.' })
  readonly trainingSeconds!: number;

  @Field(() => EvaluationReportType, {
    nullable: true,
    description: 'Measured on the hold-out while training; null when the data had too little to hold out.',
  })
  readonly evaluation!: EvaluationReportType | null;

  @Field(() => ModelActivationType, {
    nullable: true,
    description: 'What the quality gate decided when it was stored; null for models older than the gate.',
  })
  readonly activation!: ModelActivationType | null;
}

export const ModelConnectionType = defineConnection('Model', () => ModelType, 'models', 'newest first');
