import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { AlgorithmChoice, AlgorithmName } from '../../model/recommender.js';
import type { Model, ModelPart } from '../../services/services.js';
import { ModelActivationType } from './activation.type.js';
import { defineConnection } from './connection.js';
import { AlgorithmEnum } from './enums.js';
import { EvaluationReportType } from './evaluation.type.js';
import { HyperParameterType } from './hyper-parameter.type.js';
import { NodeType } from './node.type.js';

@ObjectType('ModelPart', { description: 'One algorithm of a collaborative half.', simpleResolvers: true })
export class ModelPartType implements Omit<ModelPart, 'hyperParameters'> {
  @Field(() => AlgorithmEnum, { description: 'Its algorithm. Example: `EASE`.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => [HyperParameterType], { description: 'Options it was fitted with, by name.' })
  readonly hyperParameters!: HyperParameterType[];

  @Field(() => Float, {
    description: 'Its share in the weighted sum, above 0 to 1; those of a model sum to 1. Example: `0.7`.',
  })
  readonly weight!: number;
}

@ObjectType('PopularityPrior', {
  description: 'How much a collaborative half likes what is popular as such, beside what it knows of the learner.',
  simpleResolvers: true,
})
export class PopularityPriorType {
  @Field(() => Float, {
    description: 'Points of the most popular content; 1 is a high score of the parts. Example: `0.15`.',
  })
  readonly weight!: number;

  @Field(() => Float, {
    description: 'Days in which the weight of an engagement halves; 0 for no decay. Example: `30`.',
  })
  readonly halfLifeDays!: number;
}

@ObjectType('AlphaByHistory', {
  description: 'The share of the collaborative half for histories of some length.',
  simpleResolvers: true,
})
export class AlphaByHistoryType {
  @Field(() => Int, {
    description: 'From so many pieces of content in the history on, up to the next step. Example: `20`.',
  })
  readonly fromLength!: number;

  @Field(() => Float, { description: 'The share, 0-1. Example: `0.7`.' })
  readonly alpha!: number;
}

@ObjectType('TrainingPhase', { description: 'A part of a training.', simpleResolvers: true })
export class TrainingPhaseType {
  @Field(() => String, { description: 'What was done, as the progress of a training names it. Example: `fitting`.' })
  readonly phase!: string;

  @Field(() => Float, { description: 'Time it took, in seconds. Example: `12.5`.' })
  readonly seconds!: number;
}

@ObjectType('Model', {
  description: 'A trained model. At most one is active and serves.',
  simpleResolvers: true,
  implements: NodeType,
})
export class ModelType extends NodeType implements Omit<Model, 'hyperParameters' | 'parts' | 'search'> {
  @Field(() => ID, { description: 'Id of the model. Example: `8`.' })
  readonly id!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was stored, in UTC. Example: `2026-03-31T03:04:00Z`.' })
  readonly createdAt!: Date;

  @Field(() => AlgorithmEnum, {
    description:
      'Algorithm of the collaborative half; where `parts` are several, that of the largest weight. Example: `ITEM_KNN`.',
  })
  readonly algorithm!: AlgorithmName;

  @Field(() => AlgorithmEnum, {
    description: 'What its training was asked for: this algorithm, or AUTO. Example: `AUTO`.',
  })
  readonly requestedAlgorithm!: AlgorithmChoice;

  @Field(() => PopularityPriorType, {
    nullable: true,
    description: 'Part of the collaborative half that likes what is popular as such; null without one.',
  })
  readonly popularityPrior!: PopularityPriorType | null;

  @Field(() => Float, {
    description:
      'Share of the collaborative half, 0-1, fitted on the hold-out; used where none is given. Example: `0.62`.',
  })
  readonly alpha!: number;

  @Field(() => [AlphaByHistoryType], {
    nullable: true,
    description:
      'The share by the length of the history, where held-out learners show that it helps; null where one does as well.',
  })
  readonly alphaByHistory!: readonly AlphaByHistoryType[] | null;

  @Field(() => Boolean, { description: 'True for the model that serves. Example: `true`.' })
  readonly isActive!: boolean;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was last activated, in UTC; null if never. Example: `2026-03-31T03:04:00Z`.',
  })
  readonly activatedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note given when its training was asked for; null without one. Example: `after the spring import`.',
  })
  readonly note!: string | null;

  @Field(() => Float, { description: 'Size of its stored snapshot, in bytes; a whole number. Example: `18350080`.' })
  readonly sizeBytes!: number;

  @Field(() => Float, { description: 'Engagements it was trained on; a whole number. Example: `300000`.' })
  readonly engagements!: number;

  @Field(() => Int, { description: 'Learners it was trained on. Example: `1895`.' })
  readonly users!: number;

  @Field(() => Int, { description: 'Pieces of content it was trained on. Example: `4870`.' })
  readonly contents!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Newest engagement it was trained on, in UTC; null without any. Example: `2026-03-31T02:59:00Z`.',
  })
  readonly lastEngagementAt!: Date | null;

  @Field(() => Float, { description: 'Time its training took, in seconds. Example: `41.7`.' })
  readonly trainingSeconds!: number;

  @Field(() => [TrainingPhaseType], { description: 'Time by phase of its training, the longest first.' })
  readonly timings!: readonly TrainingPhaseType[];

  @Field(() => String, {
    nullable: true,
    description:
      'Why it cannot serve, and what to do: it is of a format that this version does not read or, for the active model, is ' +
      'damaged or out of reach. Null where nothing is known against it. Example: `It is stored in format 1: train again.`.',
  })
  readonly fault!: string | null;

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
