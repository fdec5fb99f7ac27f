import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { LearningStyle, SeniorityLevel } from '../../model/engagement.js';
import type { ProfileRequest } from '../../services/recommend-profile.js';
import { LearningStyleEnum, SeniorityLevelEnum } from '../types/enums.js';
import { RecommendArgs, toRecommendControls } from './recommend.args.js';

@InputType('ProfileInput', {
  description: 'Who somebody without an account is. Everything may be left out; nothing is stored.',
})
export class ProfileInputType {
  @Field(() => String, {
    nullable: true,
    description: 'Job title; its words are compared with the content. Example: `Data Analyst`.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Department: its words, and what its people engage with. Example: `Engineering`.',
  })
  department?: string | null;

  @Field(() => SeniorityLevelEnum, {
    nullable: true,
    description: 'How senior: what learners of the level engage with, and `difficultyFit`. Example: `MID`.',
  })
  seniorityLevel?: SeniorityLevel | null;

  @Field(() => LearningStyleEnum, {
    nullable: true,
    description:
      'The format they say they prefer, as `User` has it. Accepted; it does not change the ranking. Example: `VISUAL`.',
  })
  learningStyle?: LearningStyle | null;
}

/** Arguments of the root field `recommendationsForProfile`. */
@ArgsType()
export class RecommendForProfileArgs extends RecommendArgs {
  @Field(() => ProfileInputType, {
    nullable: true,
    description: 'Who it is. Default: nothing is known. Example: `{ title: "Data Analyst", seniorityLevel: MID }`.',
  })
  profile?: ProfileInputType | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of content they like, at most 1000: the list is then as personal as with a history. Each counts as liked and completed just now. Unknown ids are ignored and named in `unknownContentIds`. Default: none. Example: `["17"]`.',
  })
  likedContentIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of content they have seen, at most 1000: left out like a history, without saying what they like. Unknown ids as above. Default: none. Example: `["3"]`.',
  })
  seenContentIds?: string[] | null;
}

export function toProfileRequest(args: RecommendForProfileArgs): ProfileRequest {
  const { profile, likedContentIds, seenContentIds } = args;
  return {
    ...toRecommendControls(args),
    profile: {
      title: profile?.title ?? null,
      department: profile?.department ?? null,
      seniorityLevel: profile?.seniorityLevel ?? null,
    },
    likedContentIds: likedContentIds ?? undefined,
    seenContentIds: seenContentIds ?? undefined,
  };
}
