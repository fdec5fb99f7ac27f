import { Field, Int, ObjectType } from 'type-graphql';
import type { Settings } from '../../services/settings.js';
import { defineEnum } from './enums.js';

export const GateEnum = defineEnum<Settings['gate']>('QualityGate', 'What a new model has to prove.', {
  STRICT: 'It goes into service by itself unless it is significantly worse than the one in service.',
  OFF: 'It always goes into service.',
});

export const TrainingPlaceEnum = defineEnum<Settings['worker']>('TrainingPlace', 'Where trainings run.', {
  INSIDE: 'In the process that serves.',
  APART: 'In processes of `learnrec worker` only.',
});

@ObjectType('Settings', {
  description: 'Settings of this process that are in effect. They are set by its environment, and none is a secret.',
  simpleResolvers: true,
})
export class SettingsType implements Settings {
  @Field(() => String, { description: 'Version of the service. Example: `0.1.0`.' })
  readonly version!: string;

  @Field(() => GateEnum, { description: 'What a new model has to prove (GATE). Example: `STRICT`.' })
  readonly gate!: Settings['gate'];

  @Field(() => Int, {
    description: 'Newest models that are kept, the active one besides; 0: all (KEEP_MODELS). Example: `10`.',
  })
  readonly keepModels!: number;

  @Field(() => TrainingPlaceEnum, { description: 'Where trainings run (WORKER). Example: `INSIDE`.' })
  readonly worker!: Settings['worker'];

  @Field(() => String, {
    nullable: true,
    description:
      'Cron expression, in UTC, at which a training is queued by itself; null: none (RETRAIN_SCHEDULE). Example: `0 3 * * *`.',
  })
  readonly retrainSchedule!: string | null;

  @Field(() => Int, {
    description:
      'New engagements after which a training is queued by itself; 0: never (RETRAIN_AFTER). Example: `5000`.',
  })
  readonly retrainAfter!: number;

  @Field(() => Int, { description: 'Database connections of the process (POOL_SIZE). Example: `10`.' })
  readonly poolSize!: number;
}
