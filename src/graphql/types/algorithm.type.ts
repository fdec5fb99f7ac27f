import { Field, Float, ObjectType } from 'type-graphql';
import type { AlgorithmName } from '../../model/recommender.js';
import { AlgorithmEnum } from './enums.js';

@ObjectType('HyperParameterRule', { description: 'An option that an algorithm takes.', simpleResolvers: true })
export class HyperParameterRuleType {
  @Field(() => String, { description: 'Name of the option. Example: `factors`.' })
  readonly name!: string;

  @Field(() => String, { description: 'What it does.' })
  readonly description!: string;

  @Field(() => Float, { description: 'Value where none is given. Example: `64`.' })
  readonly default!: number;

  @Field(() => Float, { description: 'Smallest value.' })
  readonly minimum!: number;

  @Field(() => Float, { description: 'Largest value.' })
  readonly maximum!: number;

  @Field(() => Boolean, { description: 'Whether it must be a whole number.' })
  readonly integer!: boolean;
}

@ObjectType('AlgorithmDetails', { description: 'An algorithm that can be asked for.', simpleResolvers: true })
export class AlgorithmDetailsType {
  @Field(() => AlgorithmEnum, { description: 'Its name.' })
  readonly algorithm!: AlgorithmName;

  @Field(() => String, { description: 'What it is good for, in a sentence.' })
  readonly summary!: string;

  @Field(() => Boolean, { description: 'Whether it predicts 0-10 scores, so that it has an RMSE and an MAE.' })
  readonly predictsScores!: boolean;

  @Field(() => [HyperParameterRuleType], { description: 'Its options, each with its default and range.' })
  readonly hyperParameters!: readonly HyperParameterRuleType[];
}
