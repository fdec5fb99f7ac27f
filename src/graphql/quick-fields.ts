import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { DomainError } from '../errors.js';
import type { Reason, Recommendation } from '../services/recommendation.js';
import { outOfRange } from './inputs/range.js';
import { REASONS, type ReasonsArgs } from './inputs/reasons.args.js';

type Resolve = GraphQLFieldResolver<never, unknown, never>;

/**
 * Resolvers of fields that have arguments and are asked for of every item of a list. type-graphql calls one through promises and an
 * object of arguments, which takes many times as long as what these do; the checks are the same. Fields without arguments are
 * `simple` where they are declared.
 */
const QUICK: Readonly<Record<string, Readonly<Record<string, Resolve>>>> = {
  Recommendation: {
    reasons: (recommendation: Recommendation, { max }: ReasonsArgs): readonly Reason[] => {
      if (max < REASONS.least || max > REASONS.most)
        throw new DomainError('BAD_USER_INPUT', outOfRange('max', max, REASONS.least, REASONS.most), {
          argument: 'max',
        });
      return recommendation.reasons(max);
    },
  },
};

/** Puts them in the place of type-graphql's. */
export function quickenFields(schema: GraphQLSchema): void {
  for (const [typeName, fields] of Object.entries(QUICK)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new TypeError(`There is no object type ${typeName}.`);
    for (const [name, resolve] of Object.entries(fields)) type.getFields()[name].resolve = resolve as never;
  }
}
