import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Search, SearchTrial } from '../../services/training-search.js';
import type { AlgorithmName } from '../../model/recommender.js';
import { AlgorithmEnum, ChoiceMethodEnum, SearchObjectiveEnum, TrialOutcomeEnum } from './enums.js';
import { HyperParameterType, toHyperParameters } from './hyper-parameter.type.js';

@ObjectType('SearchTrial', {
  description: 'One configuration that a training tried, or left out.',
  simpleResolvers: true,
})
export class SearchTrialType implements Omit<SearchTrial, 'hyperParameters'> {
  @Field(() => Int, {
    description: 'Number of the configuration, from 1. Successive halving measures one repeatedly. Example: `4`.',
  })
  readonly number!: number;

  @Field(() => AlgorithmEnum, { description: 'Its algorithm. Example: `EASE`.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => [HyperParameterType], { description: 'Its options, by name.' })
  readonly hyperParameters!: HyperParameterType[];

  @Field(() => Float, {
    description: 'Share of the training learners that its fit was given, above 0 to 1. Example: `1`.',
  })
  readonly share!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The objective on the validation learners; null when it was refused or left out. Example: `0.127`.',
  })
  readonly value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Lower bound of its 95% interval over the validation learners; null where there is none. Example: `0.121`.',
  })
  readonly low!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Upper bound of that interval; null where there is none. Example: `0.133`.',
  })
  readonly high!: number | null;

  @Field(() => Float, { description: 'Time it took, in seconds. Example: `8.2`.' })
  readonly seconds!: number;

  @Field(() => Boolean, {
    description: 'True when it was taken over from an earlier training on the same data. Example: `false`.',
  })
  readonly reused!: boolean;

  @Field(() => TrialOutcomeEnum, {
    description: 'What became of it. While a training runs, nothing is chosen yet. Example: `CHOSEN`.',
  })
  readonly outcome!: SearchTrial['outcome'];

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was refused or left out, for people; null for others. Example: `The catalogue is too large for it`.',
  })
  readonly reason!: string | null;
}

/** What a training usually tries, for the cost of an operation. */
export const USUAL_TRIALS = 20;

@ObjectType('Search', {
  description: 'How the algorithm or the options of a model were chosen.',
  simpleResolvers: true,
})
export class SearchType implements Omit<Search, 'trials' | 'learners'> {
  @Field(() => ChoiceMethodEnum, { description: 'How it chose. Example: `AUTO`.' })
  readonly method!: Search['method'];

  @Field(() => SearchObjectiveEnum, { description: 'What decided. Example: `NDCG`.' })
  readonly objective!: Search['objective'];

  @Field(() => Int, { description: 'Seed of the draws. Example: `42`.' })
  readonly seed!: number;

  @Field(() => [SearchTrialType], {
    description: 'All trials, in the order in which they were measured.',
    complexity: ({ childComplexity }) => USUAL_TRIALS * childComplexity,
  })
  readonly trials!: SearchTrialType[];

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the configuration that was chosen; null where none was. Example: `4`.',
  })
  readonly best!: number | null;

  @Field(() => Boolean, {
    description: 'False when the time budget ended before all trials were measured. Example: `true`.',
  })
  readonly complete!: boolean;

  @Field(() => Float, { nullable: true, description: 'Seconds it was given; null for no limit. Example: `300`.' })
  readonly budgetSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Validation learners that decided; null where it was not noted. Example: `850`.',
  })
  readonly users!: number | null;

  @Field(() => Float, { description: 'Time it took, in seconds. Example: `212.4`.' })
  readonly seconds!: number;
}

export function toSearchType(search: Search): SearchType {
  const { learners, ...rest } = search;
  return { ...rest, users: learners, trials: search.trials.map(toSearchTrialType) };
}

export function toSearchTrialType(trial: SearchTrial): SearchTrialType {
  return { ...trial, hyperParameters: toHyperParameters(trial.hyperParameters) };
}
