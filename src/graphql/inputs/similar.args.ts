import { ArgsType, Field, ID, Int } from 'type-graphql';
import { Range } from './range.js';

/** Arguments of every list of similar content. */
@ArgsType()
export class SimilarArgs {
  @Field(() => Int, { defaultValue: 10, description: 'How many to list at most, 1-100. Default 10.' })
  @Range(1, 100)
  k!: number;
}

/** Arguments of the root field `similarContent`. */
@ArgsType()
export class SimilarToContentArgs extends SimilarArgs {
  @Field(() => ID, { description: 'Id of the content to compare with. Example: `17`.' })
  contentId!: string;
}
