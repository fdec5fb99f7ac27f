import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LearningStyle, SeniorityLevel } from '../../model/engagement.js';
import type { User } from '../../services/services.js';
import { defineConnection } from './connection.js';
import { LearningStyleEnum, SeniorityLevelEnum } from './enums.js';
import { NodeType } from './node.type.js';

@ObjectType('User', { description: 'A learner.', simpleResolvers: true, implements: NodeType })
export class UserType extends NodeType implements User {
  @Field(() => ID, { description: "The platform's own id, exactly as it was sent. Example: `42`." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Job title; null where not given. Example: `Data Analyst`.' })
  readonly title!: string | null;

  @Field(() => String, { nullable: true, description: 'Department; null where not given. Example: `Engineering`.' })
  readonly department!: string | null;

  @Field(() => SeniorityLevelEnum, {
    nullable: true,
    description: 'How senior the learner is; null where not given. Example: `MID`.',
  })
  readonly seniorityLevel!: SeniorityLevel | null;

  @Field(() => LearningStyleEnum, {
    nullable: true,
    description: 'The format the learner says they prefer; null where not given. Example: `VISUAL`.',
  })
  readonly learningStyle!: LearningStyle | null;

  @Field(() => GraphQLDateTime, {
    description: 'When the service first heard of the learner, in UTC. Example: `2026-01-12T08:30:00Z`.',
  })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, {
    description: 'When these fields last changed, in UTC. Example: `2026-02-03T14:05:00Z`.',
  })
  readonly updatedAt!: Date;
}

export const UserConnectionType = defineConnection('User', () => UserType, 'learners', 'oldest first');
