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

  @Field(() => Int, { defaultValue: 10, description: 'How many to list at most, 1-100. Default 10.' })
  @Range(1, 100)
  k!: number;
}

export function toSimilarControls(args: SimilarArgs): SimilarControls {
  return { ...toListControls(args), basis: args.basis, minScore: args.minScore ?? undefined };
}
