import { Authorized, Ctx, Query, Resolver } from 'type-graphql';
import { ALGORITHMS } from '../../model/registry.js';
import type { Settings } from '../../services/settings.js';
import { Role } from '../auth.js';
import type { GraphQLContext } from '../context.js';
import { AlgorithmDetailsType } from '../types/algorithm.type.js';
import { SettingsType } from '../types/settings.type.js';

/** The same for everybody and until the end of the process. */
const DETAILS: readonly AlgorithmDetailsType[] = Object.values(ALGORITHMS).map((algorithm) => ({
  algorithm: algorithm.name,
  summary: algorithm.summary,
  predictsScores: algorithm.predictsRatings,
  hyperParameters: Object.entries(algorithm.hyperParameters).map(([name, rule]) => ({
    name,
    description: rule.description,
    default: rule.default,
    minimum: rule.minimum,
    maximum: rule.maximum,
    integer: rule.integer ?? false,
  })),
}));

/** What trainings can be asked for, and what is set. */
@Resolver()
export class SettingsResolver {
  @Authorized(Role.READER)
  @Query(() => [AlgorithmDetailsType], {
    description: 'The algorithms that a training can be asked for, beside AUTO, with their options.',
    complexity: ({ childComplexity }) => DETAILS.length * childComplexity,
  })
  algorithms(): readonly AlgorithmDetailsType[] {
    return DETAILS;
  }

  @Authorized(Role.READER)
  @Query(() => SettingsType, { description: 'Settings in effect.' })
  settings(@Ctx() { services }: GraphQLContext): Settings {
    return services.settings;
  }
}
