import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Activation, ActivationComparison } from '../../services/quality-gate.js';

export const ActivationDecisionEnum = { ACTIVATED: 'ACTIVATED', KEPT: 'KEPT' } as const;
registerEnumType(ActivationDecisionEnum, {
  name: 'ActivationDecision',
  description: 'What the quality gate decided about a new model.',
  valuesConfig: {
    ACTIVATED: { description: 'It went into service by itself.' },
    KEPT: { description: 'It was stored and did not go into service; `activateModel` can put it there.' },
  },
});

@ObjectType('ActivationComparison', {
  description: 'A new model and the one in service, on held-out engagements that neither measured fit has seen.',
  simpleResolvers: true,
})
export class ActivationComparisonType implements ActivationComparison {
  @Field(() => Int, { description: 'Length of the ranked lists.' })
  readonly k!: number;

  @Field(() => Int, { description: 'Learners that both ranked.' })
  readonly users!: number;

  @Field(() => Float, { description: 'Mean NDCG@k of the new model, 0-1.' })
  readonly ndcg!: number;

  @Field(() => Float, { description: 'Mean NDCG@k of the model in service, 0-1.' })
  readonly ndcgInService!: number;

  @Field(() => Float, { description: 'New minus in service: the mean over learners.' })
  readonly difference!: number;

  @Field(() => Float, { description: 'Lower bound of the difference: 95% interval by paired bootstrap over learners.' })
  readonly low!: number;

  @Field(() => Float, { description: 'Upper bound of the difference. Below 0: significantly worse.' })
  readonly high!: number;
}

@ObjectType('ModelActivation', {
  description: 'What the quality gate decided when a model was stored. Activations by hand change nothing of it.',
  simpleResolvers: true,
})
export class ModelActivationType implements Activation {
  @Field(() => ActivationDecisionEnum, { description: 'Whether it went into service by itself.' })
  readonly decision!: Activation['decision'];

  @Field(() => String, { description: 'Why, for people.' })
  readonly reason!: string;

  @Field(() => ID, { nullable: true, description: 'Id of the model that was in service; null when there was none.' })
  readonly comparedWith!: string | null;

  @Field(() => ActivationComparisonType, {
    nullable: true,
    description: 'The figures; null where the two could not be compared or the gate is off.',
  })
  readonly comparison!: ActivationComparisonType | null;
}
