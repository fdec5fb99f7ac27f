import { ArgsType, Field, Int } from 'type-graphql';
import type { Segment } from '../../services/random-users.js';
import type { ContentField, UserField } from '../../services/values.js';
import { ContentFieldEnum, SegmentEnum, UserFieldEnum } from '../types/value.type.js';
import { Range } from './range.js';

@ArgsType()
class ValuesArgs {
  @Field(() => String, { nullable: true, description: 'Part of the value, whatever its case. Example: `data`.' })
  search?: string | null;

  @Field(() => Int, { defaultValue: 100, description: 'How many to list at most, 1-1000. Default 100. Example: `20`.' })
  @Range(1, 1000)
  k!: number;
}

@ArgsType()
export class ContentValuesArgs extends ValuesArgs {
  @Field(() => ContentFieldEnum, { description: 'Which field. Example: `DOMAIN`.' })
  field!: ContentField;
}

@ArgsType()
export class UserValuesArgs extends ValuesArgs {
  @Field(() => UserFieldEnum, { description: 'Which field. Example: `DEPARTMENT`.' })
  field!: UserField;
}

@ArgsType()
export class RandomUsersArgs {
  @Field(() => SegmentEnum, { description: 'How much they engaged with. Example: `CASUAL`.' })
  segment!: Segment;

  @Field(() => Int, { defaultValue: 1, description: 'How many at most, 1-100. Default 1. Example: `5`.' })
  @Range(1, 100)
  k!: number;
}
