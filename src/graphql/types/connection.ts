import { type ClassType, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Page } from '../../services/services.js';
import { PageInfoType } from './page-info.type.js';

/** What a connection's resolver returns. `totalCount` is a function, so that nobody counts unless it is asked for. */
export interface Connection<T> {
  readonly edges: Page<T>['edges'];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfoType;
  readonly totalCount: () => Promise<number>;
}

/** @param count called at most once per time that the field `totalCount` is selected */
export function toConnection<T>(page: Page<T>, count: () => Promise<number>): Connection<T> {
  return {
    edges: page.edges,
    nodes: page.edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.edges[0]?.cursor ?? null,
      endCursor: page.edges.at(-1)?.cursor ?? null,
    },
    totalCount: count,
  };
}

/** One for each connection that is defined; the schema is built with them. */
export const connectionResolvers: ClassType<object>[] = [];

/**
 * Defines `<name>Connection` and `<name>Edge` after the Relay cursor specification, with GitHub's `nodes` as a shortcut.
 * @param plural what a page holds, for descriptions: `learners`
 * @param order the order of the list, for descriptions
 */
export function defineConnection<T extends object>(
  name: string,
  node: () => ClassType<T>,
  plural: string,
  order: string,
): ClassType<object> {
  @ObjectType(`${name}Edge`, { description: `A place in a list of ${plural}.`, simpleResolvers: true })
  class Edge {
    @Field(node, { description: 'What stands at this place.' })
    readonly node!: T;

    @Field(() => String, {
      description: 'Opaque position of this edge, for `after`. Stays valid while rows come and go. Example: `MTAw`.',
    })
    readonly cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${plural}, ${order}.`, simpleResolvers: true })
  class ConnectionType {
    @Field(() => [Edge], { description: 'The page with the cursor of each place.' })
    readonly edges!: readonly Edge[];

    @Field(() => [node()], { description: 'The page without cursors: `edges { node }`, shorter.' })
    readonly nodes!: readonly T[];

    @Field(() => PageInfoType, { description: 'Whether more follows, and from where.' })
    readonly pageInfo!: PageInfoType;
  }

  @Resolver(() => ConnectionType)
  class CountResolver {
    @FieldResolver(() => Int, {
      description: 'Length of the whole list under the same filter. Counted only when selected. Example: `5000`.',
    })
    totalCount(@Root() connection: Connection<T>): Promise<number> {
      return connection.totalCount();
    }
  }
  connectionResolvers.push(CountResolver);
  return ConnectionType;
}
