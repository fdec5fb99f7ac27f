import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { ReasonKind } from '../../services/recommendation.js';
import { ReasonKindEnum } from './enums.js';
import { ModelType } from './model.type.js';

@ObjectType('Rate', {
  description: 'A share with its 95% interval, as if the trials were independent.',
  simpleResolvers: true,
})
export class RateType {
  @Field(() => Float, { description: 'The share, 0-1. Example: `0.0281`.' })
  readonly value!: number;

  @Field(() => Float, { description: 'Lower bound of the score interval (Wilson). Example: `0.026`.' })
  readonly low!: number;

  @Field(() => Float, { description: 'Upper bound of the score interval (Wilson). Example: `0.0303`.' })
  readonly high!: number;
}

@ObjectType('OutcomeFigures', { description: 'What became of items of logged lists.', simpleResolvers: true })
export class OutcomeFiguresType {
  @Field(() => Int, {
    description: 'Places of logged lists. A list counts when it is answered, seen or not. Example: `52000`.',
  })
  readonly impressions!: number;

  @Field(() => Int, {
    description: 'Impressions whose content the learner engaged with, naming the list. Example: `1460`.',
  })
  readonly engaged!: number;

  @Field(() => Int, { description: 'Of these, those that the learner completed, then or later. Example: `310`.' })
  readonly completed!: number;

  @Field(() => RateType, { nullable: true, description: '`engaged / impressions`; null without impressions.' })
  readonly clickThrough!: RateType | null;

  @Field(() => RateType, { nullable: true, description: '`completed / engaged`; null where nothing was engaged with.' })
  readonly completion!: RateType | null;
}

@ObjectType('PositionOutcome', { description: 'What became of the items of one position.', simpleResolvers: true })
export class PositionOutcomeType extends OutcomeFiguresType {
  @Field(() => Int, { description: 'Place in the whole list, 1-based. Example: `1`.' })
  readonly position!: number;
}

@ObjectType('ReasonOutcome', {
  description: 'What became of the items with one kind of reason.',
  simpleResolvers: true,
})
export class ReasonOutcomeType extends OutcomeFiguresType {
  @Field(() => ReasonKindEnum, {
    nullable: true,
    description:
      'Kind of the largest reason of the items; null for items without a reason. Example: `ENGAGED_CONTENT`.',
  })
  readonly kind!: ReasonKind | null;
}

@ObjectType('ModelReport', {
  description: 'What became of the lists that a model made, counted over those that are logged.',
  simpleResolvers: true,
})
export class ModelReportType {
  @Field(() => ModelType, { description: 'The model.' })
  readonly model!: ModelType;

  @Field(() => Int, { description: 'Days that are counted. Example: `30`.' })
  readonly windowDays!: number;

  @Field(() => GraphQLDateTime, { description: 'Start of the window, in UTC. Example: `2026-03-01T09:00:00Z`.' })
  readonly from!: Date;

  @Field(() => GraphQLDateTime, {
    description: 'End of the window, in UTC: when it was counted. Example: `2026-03-31T09:00:00Z`.',
  })
  readonly to!: Date;

  @Field(() => Int, { description: 'Logged lists of the window. Example: `5200`.' })
  readonly lists!: number;

  @Field(() => Int, { description: 'Learners who got them. Example: `1410`.' })
  readonly users!: number;

  @Field(() => OutcomeFiguresType, { description: 'All items.' })
  readonly total!: OutcomeFiguresType;

  @Field(() => [PositionOutcomeType], { description: 'By position, the first one first, up to the hundredth.' })
  readonly byPosition!: readonly PositionOutcomeType[];

  @Field(() => [ReasonOutcomeType], { description: 'By the kind of the largest reason, most impressions first.' })
  readonly byReason!: readonly ReasonOutcomeType[];
}
