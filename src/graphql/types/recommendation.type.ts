import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { AlgorithmName } from '../../model/recommender.js';
import type {
  Recommendation,
  RecommendationList,
  ServedBy,
  Shortfall,
  Strategy,
} from '../../services/recommendation.js';
import { ContentType } from './content.type.js';
import { AlgorithmEnum, ShortfallReasonEnum, StrategyEnum } from './enums.js';

@ObjectType('ServedBy', { description: 'Where a list comes from.', simpleResolvers: true })
export class ServedByType implements ServedBy {
  @Field(() => ID, { description: 'Id of the model that answered; `model(id:)` tells more about it. Example: `8`.' })
  readonly modelVersion!: string;

  @Field(() => GraphQLDateTime, {
    description: 'When that model was trained, in UTC. Example: `2026-03-31T03:04:00Z`.',
  })
  readonly trainedAt!: Date;

  @Field(() => AlgorithmEnum, { description: 'Algorithm of the collaborative half. Example: `ITEM_KNN`.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => StrategyEnum, { description: 'How the list was made. Example: `HYBRID`.' })
  readonly strategy!: Strategy;

  @Field(() => Int, {
    description:
      'Pieces of content in the history of the learner that the answer rests on, up to the last recorded one. Example: `23`.',
  })
  readonly foldedInEngagements!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the list is not personal; null for HYBRID. Example: `No learner has this id: the list is what most learners engage with.`.',
  })
  readonly fallbackReason!: string | null;
}

@ObjectType('ScoreBreakdown', {
  description: 'The two halves of a score, both on the scale 0-10.',
  simpleResolvers: true,
})
export class ScoreBreakdownType {
  @Field(() => Float, {
    description: 'Collaborative half, 0-10: what learners with a like history engage with. Example: `8.4`.',
  })
  readonly collaborative!: number;

  @Field(() => Float, {
    description: 'Content half, 0-10: how close it is to what the learner engaged with. Example: `7.1`.',
  })
  readonly content!: number;
}

@ObjectType('Recommendation', { description: 'One recommended piece of content.', simpleResolvers: true })
export class RecommendationType implements Omit<Recommendation, 'reasons' | 'readiness'> {
  @Field(() => Int, { description: 'Place in the list; 1 is the best. It goes on from page to page. Example: `1`.' })
  readonly rank!: number;

  @Field(() => Float, {
    description:
      'Score, 0-10: exactly `alpha * breakdown.collaborative + (1 - alpha) * breakdown.content`. Example: `7.9`.',
  })
  readonly score!: number;

  @Field(() => ScoreBreakdownType, { description: 'The halves that `score` is blended from.' })
  readonly breakdown!: ScoreBreakdownType;

  @Field(() => Boolean, {
    description: 'Whether the learner has engaged with it; true only with `includeSeen: true`. Example: `false`.',
  })
  readonly seen!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it was moved up because it is new; true only with `exploration`. Example: `false`.',
  })
  readonly explored!: boolean;

  @Field(() => ContentType, { description: 'What is recommended.' })
  readonly content!: ContentType;
}

@ObjectType('Shortfall', { description: 'How far a list falls short of `k`, and why.', simpleResolvers: true })
export class ShortfallType implements Shortfall {
  @Field(() => Int, { description: 'How many were asked for. Example: `10`.' })
  readonly requested!: number;

  @Field(() => Int, { description: 'How many there are. Example: `4`.' })
  readonly returned!: number;

  @Field(() => ShortfallReasonEnum, { description: 'Why there are not more. Example: `FILTERED`.' })
  readonly reason!: Shortfall['reason'];
}

@ObjectType('RecommendationList', {
  description:
    'Recommendations for one learner, best first. Never holds retired content, nor, unless asked for, what the learner has engaged with.',
  simpleResolvers: true,
})
export class RecommendationListType implements Omit<RecommendationList, 'items'> {
  @Field(() => ID, {
    description: 'Id of this answer, for logs and feedback. Example: `5c0e4f6a-31b2-4d7c-8f10-2a9b7e6d3c41`.',
  })
  readonly id!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id that was asked for, whether or not it is known; null for a profile without an account. Example: `42`.',
  })
  readonly userId!: string | null;

  @Field(() => Float, { description: 'Share of the collaborative half that was used, 0-1. Example: `0.62`.' })
  readonly alpha!: number;

  @Field(() => ServedByType, { description: 'Where the list comes from.' })
  readonly servedBy!: ServedByType;

  @Field(() => [RecommendationType], {
    description: 'At most `k`; fewer only when there is not more to recommend, see `shortfall`.',
  })
  readonly items!: readonly RecommendationType[];

  @Field(() => Boolean, { description: 'True when more follows: ask again with `after: endCursor`. Example: `true`.' })
  readonly hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last item, for `after`; null on an empty page. Example: `eyJwIjoxMH0`.',
  })
  readonly endCursor!: string | null;

  @Field(() => ShortfallType, { nullable: true, description: 'Why there are fewer than `k`; null when there are not.' })
  readonly shortfall!: ShortfallType | null;

  @Field(() => [ID], {
    description: 'Ids in the request that no content has; they were ignored. Example: `["course-99"]`.',
  })
  readonly unknownContentIds!: readonly string[];
}
