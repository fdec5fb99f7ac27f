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
  @Field(() => ID, { description: 'Id of the model that answered; `model(id:)` tells more about it.' })
  readonly modelVersion!: string;

  @Field(() => GraphQLDateTime, { description: 'When that model was trained, in UTC.' })
  readonly trainedAt!: Date;

  @Field(() => AlgorithmEnum, { description: 'Algorithm of the collaborative half.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => StrategyEnum, { description: 'How the list was made.' })
  readonly strategy!: Strategy;

  @Field(() => Int, {
    description:
      'Pieces of content in the history of the learner that the answer rests on, up to the last recorded one.',
  })
  readonly foldedInEngagements!: number;

  @Field(() => String, { nullable: true, description: 'Why the list is not personal; null for HYBRID.' })
  readonly fallbackReason!: string | null;
}

@ObjectType('ScoreBreakdown', {
  description: 'The two halves of a score, both on the scale 0-10.',
  simpleResolvers: true,
})
export class ScoreBreakdownType {
  @Field(() => Float, { description: 'Collaborative half, 0-10: what learners with a like history engage with.' })
  readonly collaborative!: number;

  @Field(() => Float, { description: 'Content half, 0-10: how close it is to what the learner engaged with.' })
  readonly content!: number;
}

@ObjectType('Recommendation', { description: 'One recommended piece of content.', simpleResolvers: true })
export class RecommendationType implements Omit<Recommendation, 'reasons' | 'readiness'> {
  @Field(() => Int, { description: 'Place in the list; 1 is the best. It goes on from page to page.' })
  readonly rank!: number;

  @Field(() => Float, {
    description: 'Score, 0-10: exactly `alpha * breakdown.collaborative + (1 - alpha) * breakdown.content`.',
  })
  readonly score!: number;

  @Field(() => ScoreBreakdownType, { description: 'The halves that `score` is blended from.' })
  readonly breakdown!: ScoreBreakdownType;

  @Field(() => Boolean, { description: 'Whether the learner has engaged with it; true only with `includeSeen: true`.' })
  readonly seen!: boolean;

  @Field(() => Boolean, { description: 'Whether it was moved up because it is new; true only with `exploration`.' })
  readonly explored!: boolean;

  @Field(() => ContentType, { description: 'What is recommended.' })
  readonly content!: ContentType;
}

@ObjectType('Shortfall', { description: 'How far a list falls short of `k`, and why.', simpleResolvers: true })
export class ShortfallType implements Shortfall {
  @Field(() => Int, { description: 'How many were asked for.' })
  readonly requested!: number;

  @Field(() => Int, { description: 'How many there are.' })
  readonly returned!: number;

  @Field(() => ShortfallReasonEnum, { description: 'Why there are not more.' })
  readonly reason!: Shortfall['reason'];
}

@ObjectType('RecommendationList', {
  description:
    'Recommendations for one learner, best first. Never holds retired content, nor, unless asked for, what the learner has engaged with.',
  simpleResolvers: true,
})
export class RecommendationListType implements Omit<RecommendationList, 'items'> {
  @Field(() => ID, { description: 'Id of this answer, for logs and feedback.' })
  readonly id!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id that was asked for, whether or not it is known; null for a profile without an account.',
  })
  readonly userId!: string | null;

  @Field(() => Float, { description: 'Share of the collaborative half that was used, 0-1.' })
  readonly alpha!: number;

  @Field(() => ServedByType, { description: 'Where the list comes from.' })
  readonly servedBy!: ServedByType;

  @Field(() => [RecommendationType], {
    description: 'At most `k`; fewer only when there is not more to recommend, see `shortfall`.',
  })
  readonly items!: readonly RecommendationType[];

  @Field(() => Boolean, { description: 'True when more follows: ask again with `after: endCursor`.' })
  readonly hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item, for `after`; null on an empty page.' })
  readonly endCursor!: string | null;

  @Field(() => ShortfallType, { nullable: true, description: 'Why there are fewer than `k`; null when there are not.' })
  readonly shortfall!: ShortfallType | null;

  @Field(() => [ID], { description: 'Ids in the request that no content has; they were ignored.' })
  readonly unknownContentIds!: readonly string[];
}
