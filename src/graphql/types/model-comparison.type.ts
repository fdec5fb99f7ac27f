import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { ComparedMeasure, ExposureChange, ModelComparison } from '../../services/compare-models.js';
import type { ModelDifference, ModelSignificance } from '../../services/model-significance.js';
import type { Outcome } from '../../services/evaluation-report.js';
import { ContentType } from './content.type.js';
import { defineEnum, OutcomeEnum } from './enums.js';
import { MeasureType } from './evaluation.type.js';
import { ModelType } from './model.type.js';

const MeasureNameEnum = defineEnum<ComparedMeasure['name']>(
  'MeasureName',
  'A measure of ranked lists. Each is defined at the field of `RankingMeasures` that has its name: HIT_RATE at `hitRate`.',
  {
    precision: 'Hits / k.',
    recall: 'Hits / relevant items.',
    ndcg: 'Normalised discounted cumulative gain.',
    map: 'Mean average precision.',
    mrr: 'Mean reciprocal rank.',
    hitRate: 'Share of learners with a hit.',
    coverage: 'Share of the catalogue that is recommended.',
    novelty: 'Mean self-information, in bits.',
    diversity: 'Mean distance within a list.',
    exposureGini: 'Inequality of exposure.',
    prerequisiteViolations: 'Share of the places whose prerequisites are not completed.',
  },
  {
    precision: 'PRECISION',
    recall: 'RECALL',
    ndcg: 'NDCG',
    map: 'MAP',
    mrr: 'MRR',
    hitRate: 'HIT_RATE',
    coverage: 'COVERAGE',
    novelty: 'NOVELTY',
    diversity: 'DIVERSITY',
    exposureGini: 'EXPOSURE_GINI',
    prerequisiteViolations: 'PREREQUISITE_VIOLATIONS',
  },
);

@ObjectType('ComparedMeasure', { description: 'One measure of two models.', simpleResolvers: true })
export class ComparedMeasureType implements ComparedMeasure {
  @Field(() => MeasureNameEnum, { description: 'Which measure; defined at `RankingMeasures`. Example: `NDCG`.' })
  readonly name!: ComparedMeasure['name'];

  @Field(() => MeasureType, { description: 'Of model `a`.' })
  readonly a!: MeasureType;

  @Field(() => MeasureType, { description: 'Of model `b`.' })
  readonly b!: MeasureType;

  @Field(() => Float, { description: '`b` minus `a`. Example: `-0.0031`.' })
  readonly difference!: number;
}

@ObjectType('ExposureChange', { description: 'How often two models recommend one content.', simpleResolvers: true })
export class ExposureChangeType implements ExposureChange {
  @Field(() => ContentType, { description: 'The content.' })
  readonly content!: ContentType;

  @Field(() => Int, { description: 'Lists of model `a` that it is in. Example: `12`.' })
  readonly inA!: number;

  @Field(() => Int, { description: 'Lists of model `b` that it is in. Example: `41`.' })
  readonly inB!: number;
}

@ObjectType('ModelDifference', {
  description:
    'NDCG@k of two models for the same learners, on engagements that the hold-out fits of neither have seen.',
  simpleResolvers: true,
})
export class ModelDifferenceType implements ModelDifference {
  @Field(() => Int, { description: 'Length of the ranked lists. Example: `10`.' })
  readonly k!: number;

  @Field(() => Int, { description: 'Learners that both ranked. Example: `1840`.' })
  readonly users!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'From when on engagements were predicted, in UTC; null where the hold-outs are not cut by time. Example: `2026-02-20T00:00:00Z`.',
  })
  readonly cutoff!: Date | null;

  @Field(() => Float, { description: 'Mean NDCG@k of model `a`. Example: `0.1242`.' })
  readonly a!: number;

  @Field(() => Float, { description: 'Mean NDCG@k of model `b`. Example: `0.1284`.' })
  readonly b!: number;

  @Field(() => Float, { description: '`b` minus `a`. Example: `0.0042`.' })
  readonly value!: number;

  @Field(() => Float, {
    description: 'Lower bound of its 95% interval, by paired bootstrap over learners. Example: `0.0013`.',
  })
  readonly low!: number;

  @Field(() => Float, { description: 'Upper bound of the same interval. Example: `0.0071`.' })
  readonly high!: number;

  @Field(() => OutcomeEnum, {
    description: 'Whether `b` is significantly better or worse than `a`. Example: `BETTER`.',
  })
  readonly outcome!: Outcome;
}

@ObjectType('ModelSignificance', { description: 'Whether two models differ significantly.', simpleResolvers: true })
export class ModelSignificanceType implements ModelSignificance {
  @Field(() => ModelDifferenceType, { nullable: true, description: 'Null where the two cannot be compared.' })
  readonly difference!: ModelDifferenceType | null;

  @Field(() => String, {
    description:
      'What it comes to, or why the two cannot be compared, in English. Example: `Model 8 ranks significantly better than model 7`.',
  })
  readonly text!: string;
}

@ObjectType('ModelComparison', {
  description: 'Two models side by side: what they measured, and what they recommend to the same learners today.',
  simpleResolvers: true,
})
export class ModelComparisonType implements Omit<ModelComparison, 'a' | 'b'> {
  @Field(() => ModelType, { description: 'The one model.' })
  readonly a!: ModelType;

  @Field(() => ModelType, { description: 'The other model.' })
  readonly b!: ModelType;

  @Field(() => [ComparedMeasureType], {
    description: 'What each measured of its blended lists while it was trained; empty where one has measured nothing.',
  })
  readonly measures!: readonly ComparedMeasureType[];

  @Field(() => Boolean, {
    description:
      'Whether both were measured on the same hold-out; else their measures are of different tests. Example: `true`.',
  })
  readonly sameHoldout!: boolean;

  @Field(() => Int, { description: 'Length of the compared lists. Example: `10`.' })
  readonly k!: number;

  @Field(() => Int, { description: 'Learners whose lists were compared. Example: `200`.' })
  readonly users!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean share of the lists that both models fill with the same content, 0-1; null without learners. Example: `0.71`.',
  })
  readonly overlap!: number | null;

  @Field(() => [ExposureChangeType], {
    description: 'Content that is in more lists of `b` than of `a`, at most 20, the largest gain first.',
  })
  readonly gained!: readonly ExposureChangeType[];

  @Field(() => [ExposureChangeType], {
    description: 'Content that is in fewer lists of `b` than of `a`, at most 20, the largest loss first.',
  })
  readonly lost!: readonly ExposureChangeType[];
}
