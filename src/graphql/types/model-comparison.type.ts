import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ComparedMeasure, ExposureChange, ModelComparison } from '../../services/compare-models.js';
import { ContentType } from './content.type.js';
import { MeasureType } from './evaluation.type.js';
import { ModelType } from './model.type.js';

export const MeasureNameEnum = {
  precision: 'precision',
  recall: 'recall',
  ndcg: 'ndcg',
  map: 'map',
  mrr: 'mrr',
  hitRate: 'hitRate',
  coverage: 'coverage',
  novelty: 'novelty',
  diversity: 'diversity',
  exposureGini: 'exposureGini',
  prerequisiteViolations: 'prerequisiteViolations',
} as const satisfies { [Name in ComparedMeasure['name']]: Name };
registerEnumType(MeasureNameEnum, {
  name: 'MeasureName',
  description: 'A measure of ranked lists; each is defined at the field of this name of `RankingMeasures`.',
  valuesConfig: {
    precision: { description: 'Hits / k.' },
    recall: { description: 'Hits / relevant items.' },
    ndcg: { description: 'Normalised discounted cumulative gain.' },
    map: { description: 'Mean average precision.' },
    mrr: { description: 'Mean reciprocal rank.' },
    hitRate: { description: 'Share of learners with a hit.' },
    coverage: { description: 'Share of the catalogue that is recommended.' },
    novelty: { description: 'Mean self-information, in bits.' },
    diversity: { description: 'Mean distance within a list.' },
    exposureGini: { description: 'Inequality of exposure.' },
    prerequisiteViolations: { description: 'Share of the places whose prerequisites are not completed.' },
  },
});

@ObjectType('ComparedMeasure', { description: 'One measure of two models.', simpleResolvers: true })
export class ComparedMeasureType implements ComparedMeasure {
  @Field(() => MeasureNameEnum, { description: 'Which measure; defined at `RankingMeasures`.' })
  readonly name!: ComparedMeasure['name'];

  @Field(() => MeasureType, { description: 'Of model `a`.' })
  readonly a!: MeasureType;

  @Field(() => MeasureType, { description: 'Of model `b`.' })
  readonly b!: MeasureType;

  @Field(() => Float, { description: '`b` minus `a`.' })
  readonly difference!: number;
}

@ObjectType('ExposureChange', { description: 'How often two models recommend one content.', simpleResolvers: true })
export class ExposureChangeType implements ExposureChange {
  @Field(() => ContentType, { description: 'The content.' })
  readonly content!: ContentType;

  @Field(() => Int, { description: 'Lists of model `a` that it is in.' })
  readonly inA!: number;

  @Field(() => Int, { description: 'Lists of model `b` that it is in.' })
  readonly inB!: number;
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
    description: 'Whether both were measured on the same hold-out; else their measures are of different tests.',
  })
  readonly sameHoldout!: boolean;

  @Field(() => Int, { description: 'Length of the compared lists.' })
  readonly k!: number;

  @Field(() => Int, { description: 'Learners whose lists were compared.' })
  readonly users!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean share of the lists that both models fill with the same content, 0-1; null without learners.',
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
