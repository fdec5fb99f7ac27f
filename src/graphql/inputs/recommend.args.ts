import { ArgsType, Field, Float, ID } from 'type-graphql';
import { DEFAULT_EXPLORATION, type RecommendControls } from '../../services/list-controls.js';
import { ListArgs, toListControls } from './list.args.js';
import { Range } from './range.js';

/** Arguments of every list of recommendations. */
@ArgsType()
export class RecommendArgs extends ListArgs {
  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the collaborative half, from 0 (content only) to 1 (collaborative only). Default: the value fitted for the model; for learners without history another one. Example: `0.7`.',
  })
  @Range(0, 1)
  alpha?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Leave out content that scores less, 0-10. Default: nothing. Example: `5`.',
  })
  @Range(0, 10)
  minScore?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True lists also what the learner has engaged with; `seen` marks it. Default false. Example: `true`.',
  })
  includeSeen!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True leaves out content two levels or more above the learner, and puts behind the rest what is two levels below what they completed in its domain. The level is the higher of what their seniority suggests and the hardest content completed in that domain; a step up is welcome. Never changes a score. Default false. Example: `true`.',
  })
  difficultyFit!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True leaves out content that requires something which the learner has not completed; `readiness` tells what. Default false. Example: `true`.',
  })
  readyOnly!: boolean;

  @Field(() => Float, {
    defaultValue: DEFAULT_EXPLORATION,
    description:
      'Share of the fresh content that is moved up 10 places, 0-1, so that new content gets seen: fresh is what fewer than 10 learners engaged with by the training and what was published (or else added) in the last 90 days. Drawn by learner and day: the list is the same all day. Never changes a score; 0 keeps the order of the scores. Default 0.05. Example: `0.2`.',
  })
  @Range(0, 1)
  exploration!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Start behind this cursor, the `endCursor` of the page before, with the same other arguments. Pages are taken from the list as it stood at the first one; with another model it is refused. Default: start at the best. Example: `eyJwIjoxMH0`.',
  })
  after?: string | null;
}

/** Arguments of the root field `recommendations`. */
@ArgsType()
export class RecommendForUserArgs extends RecommendArgs {
  @Field(() => ID, {
    description:
      'Id of the learner. An id never heard of is answered too, with the strategy UNKNOWN_USER. Example: `42`.',
  })
  userId!: string;
}

export function toRecommendControls(args: RecommendArgs): RecommendControls {
  return {
    ...toListControls(args),
    alpha: args.alpha ?? undefined,
    minScore: args.minScore ?? undefined,
    includeSeen: args.includeSeen || undefined,
    difficultyFit: args.difficultyFit || undefined,
    readyOnly: args.readyOnly || undefined,
    exploration: args.exploration,
    after: args.after ?? undefined,
  };
}
