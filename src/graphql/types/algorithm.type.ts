import { Field, Float, ObjectType } from 'type-graphql';
import type { AlgorithmName } from '../../model/recommender.js';
import { AlgorithmEnum } from './enums.js';

@ObjectType('HyperParameterRule', { description: 'An option that an algorithm takes.', simpleResolvers: true })
export class HyperParameterRuleType {
  @Field(() => String, { description: 'Name of the option. Example: `factors`.' })
  readonly name!: string;

  @Field(() => String, { description: 'What it does. Example: `Number of latent dimensions`.' })
  readonly description!: string;

  @Field(() => Float, { description: 'Value where none is given. Example: `64`.' })
  readonly default!: number;

  @Field(() => Float, { description: 'Smallest value. Example: `1`.' })
  readonly minimum!: number;

  @Field(() => Float, { description: 'Largest value. Example: `512`.' })
  readonly maximum!: number;

  @Field(() => Boolean, { description: 'Whether it must be a whole number. Example: `true`.' })
  readonly integer!: boolean;
}

@ObjectType('AlgorithmDetails', { description: 'An algorithm that can be asked for.', simpleResolvers: true })
export class AlgorithmDetailsType {
  @Field(() => AlgorithmEnum, { description: 'Its name. Example: `ITEM_KNN`.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => String, {
    description:
      'What it is good for, in a sentence. Example: `Item neighbourhoods: robust, fast to train, good on sparse data`.',
  })
  readonly summary!: string;

  @Field(() => Boolean, {
    description: 'Whether it predicts 0-10 scores, so that it has an RMSE and an MAE. Example: `false`.',
  })
  readonly predictsScores!: boolean;

  @Field(() => [HyperParameterRuleType], { description: 'Its options, each with its default and range.' })
  readonly hyperParameters!: readonly HyperParameterRuleType[];
}
