import { Field, Float, ObjectType } from 'type-graphql';
import type { Reason, ReasonField, ReasonKind } from '../../services/recommendation.js';
import { ReasonFieldEnum, ReasonKindEnum } from './enums.js';

@ObjectType('Reason', { description: 'One cause of a score.', simpleResolvers: true })
export class ReasonType implements Omit<Reason, 'contentId'> {
  @Field(() => ReasonKindEnum, { description: 'What kind of cause it is. Example: `ENGAGED_CONTENT`.' })
  readonly kind!: ReasonKind;

  @Field(() => String, {
    nullable: true,
    description: 'For SHARED_TERM and TRAIT: what is in common; null for other kinds. Example: `python`.',
  })
  readonly term!: string | null;

  @Field(() => ReasonFieldEnum, {
    nullable: true,
    description:
      'The field that `term` stands in: of the content for SHARED_TERM, of the learner for TRAIT; null for other kinds. Example: `TITLE`.',
  })
  readonly field!: ReasonField | null;

  @Field(() => Float, {
    description:
      'Share of the score, 0-1. The shares of all reasons of one item sum to 1, or to 0 for a score of 0; `max` cuts the smallest. Example: `0.34`.',
  })
  readonly share!: number;

  @Field(() => String, {
    description: 'The cause as a sentence for people. Example: `Because you engaged with "Python Basics"`.',
  })
  readonly text!: string;
}
