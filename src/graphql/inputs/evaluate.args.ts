import { ArgsType, Field, Float, Int } from 'type-graphql';
import type { EvaluateRequest, Protocol, Segmentation } from '../../services/evaluation-report.js';
import { ProtocolEnum, SegmentationEnum } from '../types/enums.js';
import { Range } from './range.js';

@ArgsType()
export class EvaluateArgs {
  @Field(() => Int, {
    defaultValue: 1000,
    description:
      'Learners to rank, drawn with `seed`: 1 and up, or 0 for all. More takes longer and narrows the intervals. Default 1000. Example: `500`.',
  })
  @Range(0, 2_147_483_647)
  sampleSize!: number;

  @Field(() => Int, { defaultValue: 10, description: 'Length of the ranked lists, 1-100. Default 10. Example: `20`.' })
  @Range(1, 100)
  k!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Blend share of HYBRID, 0-1. Default: the value fitted for the model. Example: `0.5`.',
  })
  @Range(0, 1)
  alpha?: number | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      'Further shares to measure HYBRID at, for the curve over alpha: at most 21 distinct ones, each 0-1. Default: none. Example: `[0, 0.5, 1]`.',
  })
  alphas?: number[] | null;

  @Field(() => [SegmentationEnum], {
    defaultValue: ['ACTIVITY'],
    description:
      'What the learners are told apart by in `segments`. Default: activity. Example: `[ACTIVITY, SENIORITY_LEVEL]`.',
  })
  segments!: Segmentation[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Seed of the sample and the intervals, 0-2147483647. The same seed gives the same report. Default: a fixed one. Example: `42`.',
  })
  @Range(0, 2_147_483_647)
  seed?: number | null;
}

/** For evaluations that may take minutes. */
@ArgsType()
export class FollowEvaluationArgs extends EvaluateArgs {
  @Field(() => ProtocolEnum, {
    nullable: true,
    description:
      "How to part the engagements. Default: as the model's own hold-out. Any other fits the model anew with its own settings, in the time of a training. Example: `LEAVE_LAST_OUT`.",
  })
  protocol?: Protocol | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share that TEMPORAL, PER_USER_RATIO or STRATIFIED holds out, 0.01-0.9. Default: that of the protocol, 0.2, 0.2 and 0.25. Example: `0.3`.',
  })
  @Range(0.01, 0.9)
  testShare?: number | null;
}

/** What the service is asked to measure. */
export function toEvaluateRequest(args: EvaluateArgs & Partial<FollowEvaluationArgs>): EvaluateRequest {
  const { sampleSize, k, alpha, alphas, segments, protocol, testShare, seed } = args;
  return {
    sampleSize,
    k,
    alpha: alpha ?? undefined,
    alphas: alphas ?? undefined,
    segments,
    protocol: protocol ?? undefined,
    testShare: testShare ?? undefined,
    seed: seed ?? undefined,
  };
}
