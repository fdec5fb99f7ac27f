import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
// Its ESM build loads a second copy of graphql, whose types fail `instanceof` here; the CommonJS build shares ours.
import type { ComplexityEstimator } from 'graphql-query-complexity/cjs';
import complexityLibrary from 'graphql-query-complexity/cjs';
import { DomainError } from '../errors.js';
import { toGraphQLError } from './format-error.js';

const { fieldExtensionsEstimator, getComplexity, simpleEstimator } = complexityLibrary;

/*
 * Every field costs 1 plus what is selected below it; a list costs that once per entry it may have, read from `k`, `first`
 * or `max`. Fields that compute something add a fixed part.
 */

/**
 * Cost of a list whose length an argument bounds; `first` may stand for `k`. A length out of range, refused later, never lowers
 * the cost.
 */
export function listCost(argument: 'k' | 'first' | 'max', fixed = 0): ComplexityEstimator {
  return ({ args, childComplexity }) => {
    const length: unknown = argument === 'k' ? ((args['first'] as unknown) ?? args['k']) : args[argument];
    return fixed + Math.max(1, Number(length) || 1) * Math.max(1, childComplexity);
  };
}

/** Cost of the prerequisites of a piece of content: at most 20. */
export const prerequisitesCost: ComplexityEstimator = ({ childComplexity }) => 20 * Math.max(1, childComplexity);

/** Cost of nodes: what is selected of one, for every id. */
export const nodesCost: ComplexityEstimator = ({ args, childComplexity }) => {
  const { ids } = args as { ids?: unknown };
  return (Array.isArray(ids) ? Math.max(1, ids.length) : 1) * Math.max(1, childComplexity);
};

/** Cost of a sweep: what is selected of one list, for every entry of every list. */
export const sweepCost: ComplexityEstimator = ({ args, childComplexity }) => {
  const { alphas } = args as { alphas?: unknown };
  const lists = Array.isArray(alphas) ? Math.max(1, alphas.length) : 1;
  return 10 + lists * Math.max(1, Number(args['k']) || 1) * Math.max(1, childComplexity);
};

/** Cost of an evaluation: the learners it ranks, at most 10,000; all of them when the sample size is 0. */
export const evaluationCost: ComplexityEstimator = ({ args, childComplexity }) => {
  const sampleSize = Number(args['sampleSize']);
  return (sampleSize > 0 ? Math.min(sampleSize, 10_000) : 10_000) + childComplexity;
};

/** Cost of a comparison of models: each ranks the learners of the sample. */
export const comparisonCost: ComplexityEstimator = ({ args, childComplexity }) =>
  2 * Math.min(Math.max(1, Number(args['sampleSize']) || 1), 2000) + childComplexity;

const ESTIMATORS = [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })];

/** An operation of a document, as a request asks for it. */
export interface AskedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The cost of an operation. No estimator may go by the value of an ID or a String: costs are remembered without them.
 * @throws GraphQLError BAD_USER_INPUT where the variables do not fit their types
 */
export function operationCost(schema: GraphQLSchema, { document, operation, variables }: AskedOperation): number {
  return costOf(() =>
    getComplexity({
      schema,
      query: document,
      estimators: ESTIMATORS,
      variables,
      ...(operation.name && { operationName: operation.name.value }),
      // The validation has bounded the selections already.
      maxQueryNodes: Infinity,
    }),
  );
}

/**
 * @returns the cost of an operation with its variables
 * @throws GraphQLError QUERY_TOO_COMPLEX where it is above the maximum
 */
export function checkComplexity(schema: GraphQLSchema, maximum: number, asked: AskedOperation): number {
  const cost = operationCost(schema, asked);
  if (cost <= maximum) return cost;
  const message = `The operation has complexity ${cost}; at most ${maximum} is allowed. Ask for fewer entries (k, first) or fewer fields.`;
  const details = { limit: 'complexity', maximum, asked: cost };
  throw toGraphQLError(new DomainError('QUERY_TOO_COMPLEX', message, details), 400);
}

/** The library throws where variables or arguments do not fit their types. */
function costOf(compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw toGraphQLError(new DomainError('BAD_USER_INPUT', message), 400);
  }
}
