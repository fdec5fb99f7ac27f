import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Search, SearchTrial } from '../../services/services.js';
import { SearchMethodEnum, SearchObjectiveEnum } from './enums.js';
import { HyperParameterType, toHyperParameters } from './hyper-parameter.type.js';

@ObjectType('SearchTrial', { description: 'One configuration of a search, measured.', simpleResolvers: true })
export class SearchTrialType implements Omit<SearchTrial, 'hyperParameters'> {
  @Field(() => Int, {
    description:
      'Number of the configuration, from 1, which is the defaults. Successive halving measures one repeatedly.',
  })
  readonly number!: number;

  @Field(() => [HyperParameterType], { description: 'Its options, by name.' })
  readonly hyperParameters!: HyperParameterType[];

  @Field(() => Float, { description: 'Share of the training learners that its fit was given, above 0 to 1.' })
  readonly share!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The objective on the validation learners; null when the algorithm refused these options.',
  })
  readonly value!: number | null;

  @Field(() => Float, { description: 'Time it took, in seconds.' })
  readonly seconds!: number;

  @Field(() => Boolean, { description: 'True when it was taken over from an earlier search on the same data.' })
  readonly reused!: boolean;
}

/** What a search has by default, for the cost of an operation. */
const USUAL_TRIALS = 20;

@ObjectType('Search', { description: 'How the options of a model were searched for.', simpleResolvers: true })
export class SearchType implements Omit<Search, 'trials'> {
  @Field(() => SearchMethodEnum, { description: 'How configurations were chosen and dropped.' })
  readonly method!: Search['method'];

  @Field(() => SearchObjectiveEnum, { description: 'What decided.' })
  readonly objective!: Search['objective'];

  @Field(() => Int, { description: 'Seed of the draws.' })
  readonly seed!: number;

  @Field(() => [SearchTrialType], {
    description: 'All trials, in the order in which they were measured.',
    complexity: ({ childComplexity }) => USUAL_TRIALS * childComplexity,
  })
  readonly trials!: SearchTrialType[];

  @Field(() => Int, { nullable: true, description: 'Number of the configuration that was chosen.' })
  readonly best!: number | null;

  @Field(() => Boolean, { description: 'False when the time budget ended before all trials were measured.' })
  readonly complete!: boolean;

  @Field(() => Float, { description: 'Time it took, in seconds.' })
  readonly seconds!: number;
}

export function toSearchType(search: Search): SearchType {
  return {
    ...search,
    trials: search.trials.map((trial) => ({ ...trial, hyperParameters: toHyperParameters(trial.hyperParameters) })),
  };
}
