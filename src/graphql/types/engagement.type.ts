import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { EngagementType } from '../../model/engagement.js';
import { defineConnection } from './connection.js';
import { EngagementTypeEnum } from './enums.js';

@ObjectType('Engagement', {
  description: 'One thing a learner did with one piece of content at one instant.',
  simpleResolvers: true,
})
export class EngagementObjectType {
  @Field(() => GraphQLDateTime, { description: 'When it happened, in UTC. Example: `2026-03-31T09:00:00Z`.' })
  readonly timestamp!: Date;

  @Field(() => Int, {
    nullable: true,
    description: 'Time spent, in seconds, 0 to 2147483647; null where unknown. Example: `900`.',
  })
  readonly durationSeconds!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: liked. False: disliked. Null: no opinion given. Example: `true`.',
  })
  readonly liked!: boolean | null;

  @Field(() => EngagementTypeEnum, { description: 'What the learner did. Example: `COMPLETED`.' })
  readonly engagementType!: EngagementType;

  @Field(() => Float, {
    description:
      'Engagement score, 0-10: `min(durationSeconds / 300, 5) + (liked ? 5 : 0)`; 0 when disliked. Example: `8`.',
  })
  readonly score!: number;
}

export const EngagementConnectionType = defineConnection(
  'Engagement',
  () => EngagementObjectType,
  'engagements of one learner',
  'newest first',
);
