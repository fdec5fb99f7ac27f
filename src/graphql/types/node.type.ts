import { Field, ID, InterfaceType } from 'type-graphql';

/** What the resolvers of nodes return: the value, and the name of its type. */
export interface NodeSource {
  readonly __typename: string;
}

@InterfaceType('Node', {
  description:
    'What can be found again by one id. Caches of clients may use `nodeId` as the key for all types; `id` is unique within its type only.',
  resolveType: (value: NodeSource) => value.__typename,
})
export abstract class NodeType {
  @Field(() => ID, {
    description:
      'Id that nothing else in the API has, for `node(id:)` and for caches. Opaque and stable: compare it, do not take it apart. Example: `VXNlcjo0Mg`.',
  })
  readonly nodeId?: string;
}
