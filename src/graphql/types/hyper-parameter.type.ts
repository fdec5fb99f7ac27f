import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType('HyperParameter', { description: 'An option that a model was fitted with.', simpleResolvers: true })
export class HyperParameterType {
  @Field(() => String, { description: 'Name of the option. Example: `factors`.' })
  readonly name!: string;

  @Field(() => Float, { description: 'Value of the option. Example: `64`.' })
  readonly value!: number;
}
