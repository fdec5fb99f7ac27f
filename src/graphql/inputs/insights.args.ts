import { ArgsType, Field, Int } from 'type-graphql';
import type { InsightDimension } from '../../services/insights/insights.js';
import { InsightDimensionEnum } from '../types/insight-enums.js';
import { Range } from './range.js';

@ArgsType()
export class InsightsArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      'Length of the window in days, 1-3660, counted back from the newest engagement. Default: everything. Example: `90`.',
  })
  @Range(1, 3660)
  windowDays?: number | null;
}

@ArgsType()
export class RatesArgs {
  @Field(() => InsightDimensionEnum, { description: 'What to group by. Example: `DEPARTMENT`.' })
  by!: InsightDimension;
}

@ArgsType()
export class HeatMapArgs {
  @Field(() => InsightDimensionEnum, { description: 'What the rows are. Example: `SENIORITY_LEVEL`.' })
  rows!: InsightDimension;

  @Field(() => InsightDimensionEnum, { description: 'What the columns are, other than the rows. Example: `DOMAIN`.' })
  columns!: InsightDimension;
}
