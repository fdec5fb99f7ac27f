import { ArgsType, Field, ID, Int } from 'type-graphql';
import type { ModelReportRequest } from '../../services/model-report.js';
import { Range } from './range.js';

@ArgsType()
export class ModelReportArgs {
  @Field(() => ID, { description: 'Id of the model. Example: `8`.' })
  modelId!: string;

  @Field(() => Int, {
    defaultValue: 30,
    description: 'Days that are counted back from now, 1-365. Default 30. Example: `90`.',
  })
  @Range(1, 365)
  windowDays!: number;
}

export function toModelReportRequest({ modelId, windowDays }: ModelReportArgs): ModelReportRequest {
  return { modelId, windowDays };
}
