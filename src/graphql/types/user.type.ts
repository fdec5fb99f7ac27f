import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LearningStyle, SeniorityLevel } from '../../model/engagement.js';
import type { User } from '../../services/services.js';
import { defineConnection } from './connection.js';
import { LearningStyleEnum, SeniorityLevelEnum } from './enums.js';

@ObjectType('User', { description: 'A learner.', simpleResolvers: true })
export class UserType implements User {
  @Field(() => ID, { description: "The platform's own id, exactly as it was sent. Example: `42`." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Job title. Example: `Data Analyst`.' })
  readonly title!: string | null;

  @Field(() => String, { nullable: true, description: 'Department. Example: `Engineering`.' })
  readonly department!: string | null;

  @Field(() => SeniorityLevelEnum, { nullable: true, description: 'How senior the learner is.' })
  readonly seniorityLevel!: SeniorityLevel | null;

  @Field(() => LearningStyleEnum, { nullable: true, description: 'The format the learner says they prefer.' })
  readonly learningStyle!: LearningStyle | null;

  @Field(() => GraphQLDateTime, { description: 'When the service first heard of the learner, in UTC.' })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { description: 'When these fields last changed, in UTC.' })
  readonly updatedAt!: Date;
}

export const UserConnectionType = defineConnection('User', () => UserType, 'learners', 'oldest first');
