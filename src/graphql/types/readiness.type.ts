import { Field, Int, ObjectType } from 'type-graphql';
import type { Readiness, ReadinessState } from '../../services/readiness.js';
import { ReadinessStateEnum } from './enums.js';

@ObjectType('Readiness', {
  description: 'Whether the learner has completed what the content requires, and what completing it opens.',
  simpleResolvers: true,
})
export class ReadinessType implements Omit<Readiness, 'missing' | 'unlocks'> {
  @Field(() => ReadinessStateEnum, {
    description: 'How far the learner is from having what it requires. Example: `ALMOST`.',
  })
  readonly state!: ReadinessState;

  @Field(() => Int, { description: 'How many pieces of content have to be completed first. Example: `1`.' })
  readonly missingCount!: number;

  @Field(() => Int, {
    description: 'How many pieces of content the learner becomes ready for by completing it. Example: `3`.',
  })
  readonly unlocksCount!: number;
}
