import { ArgsType, Field, InputType } from 'type-graphql';
import type { SeniorityLevel } from '../../model/engagement.js';
import type { UserFilter } from '../../services/services.js';
import { SeniorityLevelEnum } from '../types/enums.js';
import { PageArgs } from './page.args.js';

@InputType('UserFilter', {
  description: 'Which learners to list. All conditions must hold; one left out does not filter.',
})
export class UserFilterInput {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the id, title or department, whatever its case. Example: `data`.',
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Department, exactly. Example: `Engineering`.' })
  department?: string | null;

  @Field(() => SeniorityLevelEnum, { nullable: true, description: 'Seniority, exactly. Example: `MID`.' })
  seniorityLevel?: SeniorityLevel | null;
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => UserFilterInput, {
    nullable: true,
    description: 'Which learners to list. Default: all. Example: `{ department: "Engineering" }`.',
  })
  filter?: UserFilterInput | null;
}

export function toUserFilter(filter: UserFilterInput | null | undefined): UserFilter {
  return {
    search: filter?.search ?? undefined,
    department: filter?.department ?? undefined,
    seniorityLevel: filter?.seniorityLevel ?? undefined,
  };
}
