import { Field, Float, InputType, Int } from 'type-graphql';
import type { SearchRequest } from '../../services/training-search.js';
import { SearchMethodEnum, SearchObjectiveEnum } from '../types/enums.js';

@InputType('SearchInput', {
  description: 'Searches for the options that are not given, on learners held out for that.',
})
export class SearchInputType {
  @Field(() => SearchMethodEnum, {
    defaultValue: SearchMethodEnum.HALVING,
    description: 'How configurations are chosen and dropped. Default: HALVING. Example: `RANDOM`.',
  })
  method!: SearchRequest['method'];

  @Field(() => Int, {
    nullable: true,
    description: 'Configurations to try, the defaults among them, 1-1000. Default: 20. Example: `30`.',
  })
  trials?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Begin no further trial after so many seconds, above 0. Default: no limit. Example: `600`.',
  })
  budgetSeconds?: number | null;

  @Field(() => SearchObjectiveEnum, {
    nullable: true,
    description: 'What decides. Default: RMSE for algorithms that predict scores, else NDCG. Example: `NDCG`.',
  })
  objective?: SearchRequest['objective'] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Take over the trials of earlier models searched on the same data, with the same seed and objective. Default false. Example: `true`.',
  })
  resume!: boolean;
}

export function toSearchRequest(input: SearchInputType | null | undefined): SearchRequest | undefined {
  if (input == null) return undefined;
  return {
    method: input.method,
    trials: input.trials ?? undefined,
    budgetSeconds: input.budgetSeconds ?? undefined,
    objective: input.objective ?? undefined,
    resume: input.resume,
  };
}
