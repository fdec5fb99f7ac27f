import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { EvaluationProgress } from '../../services/follow-evaluation.js';
import type {
  Comparison,
  Contestant,
  EvaluationReport,
  Measure,
  Outcome,
  RankingMeasures,
  Segmentation,
  SegmentReport,
  Verdict,
  VerdictCode,
} from '../../services/evaluation-report.js';
import { ContestantEnum, OutcomeEnum, SegmentationEnum, SplitProtocolEnum, VerdictCodeEnum } from './enums.js';

@ObjectType('Measure', { description: 'A measured value with its uncertainty.', simpleResolvers: true })
export class MeasureType implements Measure {
  @Field(() => Float, {
    description: 'The value; a mean over learners unless its field says otherwise. Example: `0.0876`.',
  })
  readonly value!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Lower bound of the 95% interval, by bootstrap over learners; null where it is not a mean over learners. Example: `0.0842`.',
  })
  readonly low!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Upper bound of the same interval; null where there is none. Example: `0.0911`.',
  })
  readonly high!: number | null;
}

@ObjectType('RankingMeasures', {
  description: 'How well one way to rank finds held-out engagements. All at the `k` of the report.',
  simpleResolvers: true,
})
export class RankingMeasuresType implements RankingMeasures {
  @Field(() => ContestantEnum, { description: 'The way to rank. Example: `HYBRID`.' })
  readonly contestant!: Contestant;

  @Field(() => Float, {
    nullable: true,
    description: 'Blend share used, 0-1; null where there is none. Example: `0.62`.',
  })
  readonly alpha!: number | null;

  @Field(() => MeasureType, { description: 'precision@k, 0-1: hits / k.' })
  readonly precision!: MeasureType;

  @Field(() => MeasureType, { description: 'recall@k, 0-1: hits / relevant items.' })
  readonly recall!: MeasureType;

  @Field(() => MeasureType, {
    description: 'NDCG@k, 0-1: binary gain, discount log2(rank + 1), ideal cut at min(k, relevant items).',
  })
  readonly ndcg!: MeasureType;

  @Field(() => MeasureType, { description: 'MAP@k, 0-1: average precision over min(k, relevant items).' })
  readonly map!: MeasureType;

  @Field(() => MeasureType, { description: 'MRR@k, 0-1: 1 / rank of the first hit; 0 without one.' })
  readonly mrr!: MeasureType;

  @Field(() => MeasureType, { description: 'Hit rate, 0-1: share of learners with at least one hit.' })
  readonly hitRate!: MeasureType;

  @Field(() => MeasureType, {
    description: 'Catalogue coverage, 0-1: share of the catalogue that is in at least one list.',
  })
  readonly coverage!: MeasureType;

  @Field(() => MeasureType, {
    description: 'Novelty in bits, 0 and up: mean self-information of what is recommended; higher is less obvious.',
  })
  readonly novelty!: MeasureType;

  @Field(() => MeasureType, { description: 'Intra-list diversity, 0-1: mean pairwise content distance within a list.' })
  readonly diversity!: MeasureType;

  @Field(() => MeasureType, {
    nullable: true,
    description:
      'Gini index of exposure, 0-1: 0 where all content is recommended equally often, 1 where one item has every place; null in reports of versions that did not measure it.',
  })
  readonly exposureGini!: MeasureType | null;

  @Field(() => MeasureType, {
    nullable: true,
    description:
      'Share of the places, 0-1, whose prerequisites the learner has not completed; null where no content requires any.',
  })
  readonly prerequisiteViolations!: MeasureType | null;
}

@ObjectType('RankingComparison', {
  description: 'NDCG@k of one way to rank less that of another, for the same learners.',
  simpleResolvers: true,
})
export class RankingComparisonType implements Comparison {
  @Field(() => ContestantEnum, { description: 'The one that is compared. Example: `HYBRID`.' })
  readonly contestant!: Contestant;

  @Field(() => ContestantEnum, { description: 'The one that it is compared with. Example: `POPULARITY`.' })
  readonly against!: Contestant;

  @Field(() => Float, { description: 'Difference of the means: the one less the other. Example: `0.0167`.' })
  readonly value!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Lower bound of its 95% interval, by paired bootstrap; null for fewer than two learners. Example: `0.0121`.',
  })
  readonly low!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Upper bound of the same interval; null where there is none. Example: `0.0214`.',
  })
  readonly high!: number | null;

  @Field(() => OutcomeEnum, {
    description: 'Whether the difference is significant, and to which side. Example: `BETTER`.',
  })
  readonly outcome!: Outcome;
}

@ObjectType('Verdict', { description: 'What the figures of a report come to.', simpleResolvers: true })
export class VerdictType implements Verdict {
  @Field(() => VerdictCodeEnum, { description: 'For machines. Example: `PERSONALISED_BETTER`.' })
  readonly code!: VerdictCode;

  @Field(() => String, {
    description:
      'For people: sentences in English with the figures that they rest on, computed from the report. Example: `HYBRID ranks significantly better than POPULARITY: NDCG@10 0.1284 against 0.0611`.',
  })
  readonly text!: string;
}

@ObjectType('SegmentReport', { description: 'Learners of one kind, measured apart.', simpleResolvers: true })
export class SegmentReportType implements SegmentReport {
  @Field(() => SegmentationEnum, { description: 'What the learners are told apart by. Example: `ACTIVITY`.' })
  readonly by!: Segmentation;

  @Field(() => String, {
    description: 'Which of them these are: `COLD`, `SENIOR`, `Engineering`, `(none)`. Example: `COLD`.',
  })
  readonly name!: string;

  @Field(() => Int, { description: 'Learners measured. Example: `37`.' })
  readonly users!: number;

  @Field(() => [RankingMeasuresType], { description: 'One entry per way to rank, as in the report.' })
  readonly results!: readonly RankingMeasuresType[];

  @Field(() => [RankingComparisonType], { description: 'HYBRID against each of the others, for these learners.' })
  readonly comparisons!: readonly RankingComparisonType[];
}

@ObjectType('EvaluationReport', {
  description:
    'A measurement on held-out engagements, free of leaks: the measured model has never seen the test rows, and "seen" means seen in training. Ranks over the whole catalogue.',
  simpleResolvers: true,
})
export class EvaluationReportType implements EvaluationReport {
  @Field(() => Int, { description: 'Length of the ranked lists, 1-100. Example: `10`.' })
  readonly k!: number;

  @Field(() => SplitProtocolEnum, { description: 'How training and test rows were parted. Example: `TEMPORAL`.' })
  readonly protocol!: EvaluationReport['protocol'];

  @Field(() => Int, {
    description:
      'Learners that were ranked: those with relevant held-out items, save those who fitted the calibration and alpha. Example: `1000`.',
  })
  readonly users!: number;

  @Field(() => Int, { description: 'Of them, learners without any training history. Example: `37`.' })
  readonly coldUsers!: number;

  @Field(() => Int, {
    description: 'Items ranked for each learner, before leaving out what they had seen. Example: `5000`.',
  })
  readonly catalogueSize!: number;

  @Field(() => Float, { description: 'Rows trained on; a whole number. Example: `240000`.' })
  readonly trainEngagements!: number;

  @Field(() => Float, { description: 'Rows held out; a whole number. Example: `60000`.' })
  readonly testEngagements!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'Instant that parts training from test, in UTC; null where the split is not by time. Example: `2026-02-20T00:00:00Z`.',
  })
  readonly cutoff!: Date | null;

  @Field(() => Float, { description: 'Blend share of HYBRID, 0-1. Example: `0.62`.' })
  readonly alpha!: number;

  @Field(() => Int, {
    description:
      'Seed that the sample and the intervals were drawn with; the same seed gives the same report. Example: `42`.',
  })
  readonly seed!: number;

  @Field(() => [RankingMeasuresType], {
    description: 'One entry per way to rank: HYBRID, COLLABORATIVE, CONTENT, POPULARITY, RANDOM.',
  })
  readonly results!: readonly RankingMeasuresType[];

  @Field(() => [RankingComparisonType], { description: 'HYBRID against each of the others, by NDCG@k.' })
  readonly comparisons!: readonly RankingComparisonType[];

  @Field(() => VerdictType, {
    nullable: true,
    description: 'What the figures come to, in a code and in words; null in reports of versions that gave none.',
  })
  readonly verdict!: VerdictType | null;

  @Field(() => [SegmentReportType], { description: 'The same figures for parts of the learners, as asked for.' })
  readonly segments!: readonly SegmentReportType[];

  @Field(() => [RankingMeasuresType], {
    description: 'HYBRID at each of the `alphas` asked for, in their order: the curve over alpha.',
  })
  readonly alphas!: readonly RankingMeasuresType[];

  @Field(() => Float, {
    nullable: true,
    description:
      'Root mean squared error of predicted 0-10 scores; null where the algorithm predicts none. Example: `2.78`.',
  })
  readonly rmse!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean absolute error of predicted 0-10 scores; null where the algorithm predicts none. Example: `2.21`.',
  })
  readonly mae!: number | null;

  @Field(() => Float, { description: 'Time the measurement took, in seconds. Example: `3.4`.' })
  readonly seconds!: number;
}

@ObjectType('EvaluationProgress', { description: 'How far an evaluation is.', simpleResolvers: true })
export class EvaluationProgressType implements EvaluationProgress {
  @Field(() => String, { description: 'What is being done now, for people. Example: `ranking`.' })
  readonly phase!: string;

  @Field(() => Float, { description: 'How much is done, 0-1. Example: `0.4`.' })
  readonly progress!: number;

  @Field(() => EvaluationReportType, { nullable: true, description: 'With the last value; null before.' })
  readonly report!: EvaluationReportType | null;
}
