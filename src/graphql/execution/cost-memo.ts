import { type GraphQLSchema, Kind, type TypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { operationCost } from '../complexity.js';
import type { CompiledOperation } from './compile-document.js';

/**
 * The cost of an operation with some variables.
 * @throws GraphQLError where they do not fit their types
 */
export type CostMemo = (variables: Readonly<Record<string, unknown>>) => number;

/** Combinations of variables remembered for one document. */
const COMBINATIONS = 50;
/** Characters of a combination that is remembered. */
const LONGEST_KEY = 200;
/** Whose values say who or what, never how much: no cost depends on them. */
const NAMING = new Set(['ID', 'String']);

/** Remembers the costs of one document by the variables that a cost can depend on. */
export function createCostMemo(
  schema: GraphQLSchema,
  { document, operation }: Pick<CompiledOperation, 'document' | 'operation'>,
): CostMemo {
  const costs = new LRUCache<string, number>({ max: COMBINATIONS });
  const counting = (operation.variableDefinitions ?? [])
    .filter(({ type }) => !namesOnly(type))
    .map(({ variable }) => variable.name.value);
  return (variables) => {
    const key = counting.length === 0 ? '' : JSON.stringify(counting.map((name) => variables[name]));
    const known = costs.get(key);
    if (known !== undefined) return known;
    const cost = operationCost(schema, { document, operation, variables });
    if (key.length <= LONGEST_KEY) costs.set(key, cost);
    return cost;
  };
}

function namesOnly(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return namesOnly(type.type);
  return type.kind === Kind.NAMED_TYPE && NAMING.has(type.name.value);
}
