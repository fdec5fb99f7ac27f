import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { AlphaStep, AlphaSweep } from '../../services/alpha-sweep.js';
import { ContentType } from './content.type.js';
import { RecommendationType, ServedByType } from './recommendation.type.js';

@ObjectType('MovedContent', {
  description: 'Content that stands in two lists at different ranks.',
  simpleResolvers: true,
})
export class MovedContentType {
  @Field(() => ContentType, { description: 'What moved.' })
  readonly content!: ContentType;

  @Field(() => Int, { description: 'Its rank in the list before; 1 is the best. Example: `7`.' })
  readonly fromRank!: number;

  @Field(() => Int, { description: 'Its rank in this list. Example: `2`.' })
  readonly toRank!: number;
}

@ObjectType('AlphaStep', {
  description: 'The list of one alpha, and how it differs from the one before.',
  simpleResolvers: true,
})
export class AlphaStepType implements Omit<AlphaStep, 'items'> {
  @Field(() => Float, { description: 'Share of the collaborative half, 0-1. Example: `0.25`.' })
  readonly alpha!: number;

  @Field(() => [RecommendationType], { description: 'The list, best first, at most `k`.' })
  readonly items!: readonly RecommendationType[];

  @Field(() => Float, {
    description:
      'Overlap with the list of the first alpha, 0-1: shared content over all content of both (Jaccard). Example: `0.43`.',
  })
  readonly overlapWithFirst!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Overlap with the list before, 0-1; null for the first. Example: `0.67`.',
  })
  readonly overlapWithPrevious!: number | null;

  @Field(() => [ContentType], { description: 'What the list before does not hold, best first.' })
  readonly entered!: readonly ContentType[];

  @Field(() => [ContentType], { description: 'What only the list before holds.' })
  readonly left!: readonly ContentType[];

  @Field(() => [MovedContentType], { description: 'What stands at another rank than in the list before.' })
  readonly moved!: readonly MovedContentType[];
}

@ObjectType('AlphaSweep', {
  description: 'The lists of one learner over a range of alphas, from scores that are computed once.',
  simpleResolvers: true,
})
export class AlphaSweepType implements Omit<AlphaSweep, 'steps'> {
  @Field(() => ID, { description: 'Id that was asked for, whether or not it is known. Example: `42`.' })
  readonly userId!: string;

  @Field(() => Float, { description: 'The alpha that is used where none is given, 0-1. Example: `0.62`.' })
  readonly fittedAlpha!: number;

  @Field(() => ServedByType, { description: 'Where the lists come from.' })
  readonly servedBy!: ServedByType;

  @Field(() => [AlphaStepType], { description: 'One list for each alpha, in the order of the request.' })
  readonly steps!: readonly AlphaStepType[];
}
