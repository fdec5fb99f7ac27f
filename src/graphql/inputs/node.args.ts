import { ArrayMaxSize } from 'class-validator';
import { ArgsType, Field, ID } from 'type-graphql';

const MOST_NODES = 100;

@ArgsType()
export class NodesArgs {
  @Field(() => [ID], { description: 'Their `nodeId`s, at most 100. Example: `["VXNlcjo0Mg", "Q29udGVudDoxNw"]`.' })
  @ArrayMaxSize(MOST_NODES, {
    message: ({ value }: { value: unknown }) =>
      `Argument "ids" must hold at most ${MOST_NODES} ids, but holds ${(value as unknown[]).length}.`,
  })
  ids!: string[];
}
