import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { checkLearner, checkRole, Role } from '../auth.js';
import { nodesCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { NodesArgs } from '../inputs/node.args.js';
import { type NodeKey, type NodeTypeName, readNodeId, toNodeId } from '../node-id.js';
import { type NodeSource, NodeType } from '../types/node.type.js';

/** Each as the field at the top does that reads one: the same rule, the same loader. */
const READERS: Readonly<Record<NodeTypeName, (id: string, context: GraphQLContext) => Promise<object | null>>> = {
  User: (id, { caller, loaders }) => {
    checkLearner(caller, Role.READER, [id]);
    return loaders.user.load(id);
  },
  Content: (id, { loaders }) => loaders.content.load(id),
  Model: (id, { caller, loaders }) => {
    checkRole(caller, Role.READER);
    return loaders.model.load(id);
  },
  TrainingJob: (id, { caller, loaders }) => {
    checkRole(caller, Role.READER);
    return loaders.trainingJob.load(id);
  },
};

async function read({ type, id }: NodeKey, context: GraphQLContext): Promise<NodeSource | null> {
  const found = await READERS[type](id, context);
  return found && { ...found, __typename: type };
}

@Resolver(() => NodeType)
export class NodeResolver {
  @Authorized(Role.LEARNER)
  @Query(() => NodeType, {
    nullable: true,
    description:
      'What has this `nodeId`; null when there is nothing (any more). Allowed where the field is that reads one by its own id: `user`, `content`, `model`, `trainingJob`.',
  })
  node(
    @Arg('id', () => ID, { description: 'Its `nodeId`. Example: `VXNlcjo0Mg`.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<NodeSource | null> {
    return read(readNodeId(id, 'id'), context);
  }

  @Authorized(Role.LEARNER)
  @Query(() => [NodeType], {
    nullable: 'items',
    description:
      'What has these `nodeId`s, in their order; null in the place of what is not there. An id that is refused is an error in its place and keeps none of the others.',
    complexity: nodesCost,
  })
  nodes(@Args(() => NodesArgs) { ids }: NodesArgs, @Ctx() context: GraphQLContext): Promise<NodeSource | null>[] {
    return ids.map(async (id, place) => read(readNodeId(id, `ids.${place}`), context));
  }

  @FieldResolver(() => ID)
  nodeId(@Root() value: { readonly id: string }, @Info() { parentType }: GraphQLResolveInfo): string {
    return toNodeId({ type: parentType.name as NodeTypeName, id: value.id });
  }
}
