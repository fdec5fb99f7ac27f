import { Field, Float, InputType, Int } from 'type-graphql';
import { DomainError } from '../../errors.js';
import type { AlgorithmChoice } from '../../model/recommender.js';
import type { TrainingEngine, TrainRequest } from '../../services/services.js';
import { SearchInputType, toSearchRequest } from './search.input.js';
import { AlgorithmEnum, IfRunningEnum, TrainingEngineEnum } from '../types/enums.js';

@InputType('HyperParameterInput', { description: 'An option of the algorithm.' })
export class HyperParameterInputType {
  @Field(() => String, {
    description: 'Name of the option; an unknown one is refused with the list of names. Example: `factors`.',
  })
  name!: string;

  @Field(() => Float, { description: 'Value of the option; one out of its range is refused. Example: `64`.' })
  value!: number;
}

@InputType('RetrainInput', { description: 'What to train. Everything has a default.' })
export class RetrainInputType {
  @Field(() => TrainingEngineEnum, {
    nullable: true,
    description:
      'Where the collaborative half is fitted. SPARK fits IALS, which is then the default, with the options factors, epochs, regularization and confidence. Default: LOCAL. Example: `SPARK`.',
  })
  engine?: TrainingEngine | null;

  @Field(() => AlgorithmEnum, {
    nullable: true,
    description:
      'Algorithm of the collaborative half. Default: on SPARK IALS, else AUTO, which tries the others on held-out learners and takes the best, or a blend. Example: `ITEM_KNN`.',
  })
  algorithm?: AlgorithmChoice | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Only for AUTO: seconds that choosing and fitting may take, 1-86400. Default: 300. Example: `600`.',
  })
  timeBudgetSeconds?: number | null;

  @Field(() => [HyperParameterInputType], {
    nullable: true,
    description:
      'Options of the algorithm, each at most once; those left out take their defaults. Not for AUTO. Example: `[{ name: "neighbours", value: 200 }]`.',
  })
  hyperParameters?: HyperParameterInputType[] | null;

  @Field(() => SearchInputType, {
    nullable: true,
    description:
      'Search for the options that are not given. Not for AUTO. Default: no search, they take their defaults. Example: `{ trials: 30 }`.',
  })
  search?: SearchInputType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seed, 0-2147483647: the same seed, data and options give the same model. Default: a fixed one. Example: `42`.',
  })
  seed?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'A note kept with the model. Example: `after the spring import`.',
  })
  note?: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the engagements held out to measure, the latest ones, 0.05-0.5. Default: 0.2. Example: `0.1`.',
  })
  testShare?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Your own name for this request, 1-191 characters: a second request with it gets the job of the first, whatever else it says. Default: every request is a new one. Example: `nightly-2026-03-31`.',
  })
  idempotencyKey?: string | null;

  @Field(() => IfRunningEnum, {
    defaultValue: IfRunningEnum.QUEUE,
    description: 'What to do while another training is queued or running. Default: QUEUE. Example: `REJECT`.',
  })
  ifRunning!: 'QUEUE' | 'REJECT';
}

/** @throws DomainError BAD_USER_INPUT when an option is given twice or the seed is negative */
export function toTrainRequest(input: RetrainInputType | null | undefined): TrainRequest {
  const options = new Map<string, number>();
  input?.hyperParameters?.forEach(({ name, value }, row) => {
    if (options.has(name)) {
      throw new DomainError('BAD_USER_INPUT', `Option "${name}" is given twice.`, { row });
    }
    options.set(name, value);
  });
  if (input?.seed != null && input.seed < 0) {
    throw new DomainError('BAD_USER_INPUT', `seed must be from 0 to 2147483647, but is ${input.seed}.`, {
      field: 'seed',
    });
  }
  return {
    engine: input?.engine ?? undefined,
    algorithm: input?.algorithm ?? undefined,
    timeBudgetSeconds: input?.timeBudgetSeconds ?? undefined,
    hyperParameters: options.size > 0 ? Object.fromEntries(options) : undefined,
    search: toSearchRequest(input?.search),
    seed: input?.seed ?? undefined,
    note: input?.note ?? undefined,
    testShare: input?.testShare ?? undefined,
    idempotencyKey: input?.idempotencyKey ?? undefined,
    ifRunning: input?.ifRunning,
  };
}

/** Where in the input the refusal of a training stands: its details name a field of the input or an option. */
export function pathOfRefusal(input: RetrainInputType | null | undefined, { details }: DomainError): readonly string[] {
  const field = details['field'] ?? details['argument'];
  const row = details['row'] ?? input?.hyperParameters?.findIndex(({ name }) => name === field) ?? -1;
  if (typeof row === 'number' && row >= 0) return ['input', 'hyperParameters', String(row)];
  return typeof field === 'string' ? ['input', ...field.split('.')] : ['input'];
}
