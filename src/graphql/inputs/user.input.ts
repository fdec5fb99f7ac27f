import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { LearningStyle, SeniorityLevel } from '../../model/engagement.js';
import type { UserInput } from '../../services/services.js';
import { LearningStyleEnum, SeniorityLevelEnum } from '../types/enums.js';
import { BatchSize } from './batch-size.js';

@InputType('UserInput', {
  description: 'A learner to create or to change. A field left out keeps what is stored; null clears it.',
})
export class UserInputType implements UserInput {
  @Field(() => ID, { description: "The platform's own id, 1-191 characters, kept exactly as sent. Example: `42`." })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Job title. Example: `Data Analyst`.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'Department. Example: `Engineering`.' })
  department?: string | null;

  @Field(() => SeniorityLevelEnum, { nullable: true, description: 'How senior the learner is. Example: `MID`.' })
  seniorityLevel?: SeniorityLevel | null;

  @Field(() => LearningStyleEnum, {
    nullable: true,
    description: 'The format the learner says they prefer. Example: `VISUAL`.',
  })
  learningStyle?: LearningStyle | null;
}

@ArgsType()
export class DeleteUsersArgs {
  @Field(() => [ID], {
    description: 'Ids of the learners, at most 10000. Unknown ones do not keep the others. Example: `["42", "43"]`.',
  })
  @BatchSize()
  ids!: string[];
}

@ArgsType()
export class UpsertUsersArgs {
  @Field(() => [UserInputType], {
    description:
      'The learners, at most 10000. One bad row does not lose the others. Example: `[{ id: "42", title: "Data Analyst", seniorityLevel: MID }]`.',
  })
  @BatchSize()
  input!: UserInputType[];
}
