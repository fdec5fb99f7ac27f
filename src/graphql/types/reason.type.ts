import { Field, Float, ObjectType } from 'type-graphql';
import type { Reason, ReasonKind } from '../../services/services.js';
import { ReasonKindEnum } from './enums.js';

@ObjectType('Reason', { description: 'One cause of a score.', simpleResolvers: true })
export class ReasonType implements Omit<Reason, 'contentId'> {
  @Field(() => ReasonKindEnum, { description: 'What kind of cause it is.' })
  readonly kind!: ReasonKind;

  @Field(() => String, { nullable: true, description: 'For SHARED_TERM: the term. Example: `python`.' })
  readonly term!: string | null;

  @Field(() => String, { nullable: true, description: 'For SHARED_TERM: the field it stands in. Example: `title`.' })
  readonly field!: string | null;

  @Field(() => Float, {
    description: 'Share of the score, 0-1. The shares of one item sum to at most 1; small causes are left out.',
  })
  readonly share!: number;

  @Field(() => String, {
    description: 'The cause as a sentence for people. Example: `Because you completed "Python Basics"`.',
  })
  readonly text!: string;
}
