import { ArgsType, Field, Float, ID, Int } from 'type-graphql';
import type { SimilarControls, SimilarityBasis } from '../../services/similar-content.js';
import { SimilarityBasisEnum } from '../types/enums.js';
import { ListArgs, toListControls } from './list.args.js';
import { Range } from './range.js';

/** Arguments of every list of similar content. */
@ArgsType()
export class SimilarArgs extends ListArgs {
  @Field(() => SimilarityBasisEnum, {
    defaultValue: SimilarityBasisEnum.CONTENT,
    description: 'What the similarity is of. Default CONTENT. Example: `HYBRID`.',
  })
  basis!: SimilarityBasis;

  @Field(() => Float, {
    nullable: true,
    description: 'Leave out what is less similar, 0-1. Default: whatever has nothing in common. Example: `0.3`.',
  })
  @Range(0, 1)
  minScore?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Whom the list is for: leaves out what this learner has engaged with, and what their feedback takes out. Default: for nobody in particular. Example: `42`.',
  })
  userId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'With `userId`, true lists also what the learner has engaged with; `seen` marks it. Default false. Example: `true`.',
  })
  includeSeen!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'With `userId`, true fits the difficulty to the learner, as in `recommendations`. Default false. Example: `true`.',
  })
  difficultyFit!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'With `userId`, true leaves out content that requires something which the learner has not completed. Default false. Example: `true`.',
  })
  readyOnly!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Start behind this cursor, the `endCursor` of the page of `similarContentList` before, with the same other arguments. Default: start at the most similar. Example: `eyJwIjoxMH0`.',
  })
  after?: string | null;
}

/** Arguments of the root field `similarContent`. */
@ArgsType()
export class SimilarToContentArgs extends SimilarArgs {
  @Field(() => ID, { description: 'Id of the content to compare with. Example: `17`.' })
  contentId!: string;
}

/** Arguments of the root field `similarUsers`. */
@ArgsType()
export class SimilarUsersArgs {
  @Field(() => ID, { description: 'Id of the learner to compare with. Example: `42`.' })
  userId!: string;

  @Field(() => Int, { defaultValue: 10, description: 'How many to list at most, 1-100. Default 10. Example: `5`.' })
  @Range(1, 100)
  k!: number;
}

export function toSimilarControls(args: SimilarArgs): SimilarControls {
  return {
    ...toListControls(args),
    basis: args.basis,
    minScore: args.minScore ?? undefined,
    userId: args.userId ?? undefined,
    includeSeen: args.includeSeen || undefined,
    difficultyFit: args.difficultyFit || undefined,
    readyOnly: args.readyOnly || undefined,
    after: args.after ?? undefined,
  };
}
