import { Field, Float, ObjectType } from 'type-graphql';
import type { HyperParameters } from '../../model/recommender.js';

@ObjectType('HyperParameter', { description: 'An option that a model was fitted with.', simpleResolvers: true })
export class HyperParameterType {
  @Field(() => String, { description: 'Name of the option. Example: `factors`.' })
  readonly name!: string;

  @Field(() => Float, { description: 'Value of the option. Example: `64`.' })
  readonly value!: number;
}

export function toHyperParameters(hyperParameters: HyperParameters): HyperParameterType[] {
  return Object.entries(hyperParameters)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
