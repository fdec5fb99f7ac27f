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
  @Field(() => Int, { description: 'Length of the ranked lists. Example: `10`.' })
  readonly k!: number;

  @Field(() => Int, { description: 'Learners that both ranked. Example: `1840`.' })
  readonly users!: number;

  @Field(() => Float, { description: 'Mean NDCG@k of the new model, 0-1. Example: `0.1284`.' })
  readonly ndcg!: number;

  @Field(() => Float, { description: 'Mean NDCG@k of the model in service, 0-1. Example: `0.1242`.' })
  readonly ndcgInService!: number;

  @Field(() => Float, { description: 'New minus in service: the mean over learners. Example: `0.0042`.' })
  readonly difference!: number;

  @Field(() => Float, {
    description: 'Lower bound of the difference: 95% interval by paired bootstrap over learners. Example: `0.0013`.',
  })
  readonly low!: number;

  @Field(() => Float, {
    description: 'Upper bound of the difference. Below 0: significantly worse. Example: `0.0071`.',
  })
  readonly high!: number;
}

@ObjectType('ModelActivation', {
  description: 'What the quality gate decided when a model was stored. Activations by hand change nothing of it.',
  simpleResolvers: true,
})
export class ModelActivationType implements Activation {
  @Field(() => ActivationDecisionEnum, { description: 'Whether it went into service by itself. Example: `ACTIVATED`.' })
  readonly decision!: Activation['decision'];

  @Field(() => String, { description: 'Why, for people. Example: `It is not significantly worse than model 7`.' })
  readonly reason!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the model that was in service; null when there was none. Example: `7`.',
  })
  readonly comparedWith!: string | null;

  @Field(() => ActivationComparisonType, {
    nullable: true,
    description: 'The figures; null where the two could not be compared or the gate is off.',
  })
  readonly comparison!: ActivationComparisonType | null;
}
