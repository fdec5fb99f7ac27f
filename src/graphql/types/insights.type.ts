import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';
import { Field, Float, ObjectType } from 'type-graphql';
import type { HeatMap, HeatMapCell } from '../../services/insights/heat-map.js';
import type { CalendarRows, CatalogueRow, GroupRates, SpreadRow, TotalsRow } from '../../services/insights/insights.js';
import type { Observation, ObservationCode } from '../../services/insights/observations.js';
import { ObservationCodeEnum } from './insight-enums.js';

/** Counts are Float: there may be more than a 32-bit integer holds. */
const COUNT = 'a whole number';

@ObjectType('InsightTotals', { description: 'Counts over the window.', simpleResolvers: true })
export class InsightTotalsType implements TotalsRow {
  @Field(() => Float, { description: `Learners, active or not; ${COUNT}. Example: \`2000\`.` })
  readonly users!: number;

  @Field(() => Float, { description: `Learners with an engagement in the window; ${COUNT}. Example: \`1895\`.` })
  readonly activeUsers!: number;

  @Field(() => Float, { description: `Content on offer; ${COUNT}. Example: \`4870\`.` })
  readonly contents!: number;

  @Field(() => Float, { description: `Engagements in the window; ${COUNT}. Example: \`24100\`.` })
  readonly engagements!: number;

  @Field(() => Float, { description: `Of them, liked; ${COUNT}. Example: \`5300\`.` })
  readonly likes!: number;

  @Field(() => Float, { description: `Of them, disliked; ${COUNT}. Example: \`960\`.` })
  readonly dislikes!: number;

  @Field(() => Float, { description: `Of them, of the type COMPLETED; ${COUNT}. Example: \`7400\`.` })
  readonly completions!: number;
}

@ObjectType('DayActivity', { description: 'One day, in UTC.', simpleResolvers: true })
export class DayActivityType {
  @Field(() => GraphQLLocalDate, { description: 'The day. Example: `2026-03-31`.' })
  readonly day!: string;

  @Field(() => Float, { description: `Engagements on it; ${COUNT}. Example: \`812\`.` })
  readonly engagements!: number;

  @Field(() => Float, { description: `Learners with at least one; ${COUNT}. Example: \`305\`.` })
  readonly users!: number;
}

@ObjectType('ActivityCalendar', { description: 'When learners engage.', simpleResolvers: true })
export class ActivityCalendarType implements CalendarRows {
  @Field(() => [DayActivityType], {
    description: 'Every day from the first with an engagement to the last, in order, the last ten years at most.',
  })
  readonly days!: readonly DayActivityType[];

  @Field(() => [Float], {
    description:
      '24 counts of engagements, by hour of the day in UTC, from 0 to 23. Example: `[3, 1, 0, 0, 0, 2, 14, 61, 120, 134, 128, 90, 55, 84, 110, 102, 87, 64, 31, 20, 18, 15, 9, 5]`.',
  })
  readonly hours!: readonly number[];

  @Field(() => [Float], {
    description:
      '7 counts of engagements, by weekday in UTC, Monday first. Example: `[5210, 5400, 5120, 4980, 4410, 1200, 980]`.',
  })
  readonly weekdays!: readonly number[];
}

@ObjectType('EngagementSpread', {
  description: 'How engagements are spread over learners, or over content.',
  simpleResolvers: true,
})
export class EngagementSpreadType implements SpreadRow {
  @Field(() => Float, { description: `All learners, or all content on offer; ${COUNT}. Example: \`2000\`.` })
  readonly total!: number;

  @Field(() => Float, { description: `Of them, without an engagement in the window; ${COUNT}. Example: \`105\`.` })
  readonly without!: number;

  @Field(() => Float, { description: 'Median of their engagements. Example: `9`.' })
  readonly median!: number;

  @Field(() => Float, { description: `Engagements of the one with the most; ${COUNT}. Example: \`214\`.` })
  readonly maximum!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Gini coefficient, 0-1: 0 where all have the same; null without engagements. Example: `0.61`.',
  })
  readonly gini!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of all engagements that the tenth with the most has, 0-1; null without engagements. Example: `0.48`.',
  })
  readonly topTenthShare!: number | null;

  @Field(() => [Float], {
    description:
      'How many have 1, 2-3, 4-7, 8-15, ... engagements: entry n counts those with 2^n to 2^(n+1) - 1, for a log scale. Example: `[410, 620, 530, 260, 75]`.',
  })
  readonly doubling!: readonly number[];
}

@ObjectType('DurationBin', { description: 'Engagements of one range of durations.', simpleResolvers: true })
export class DurationBinType {
  @Field(() => Float, { description: 'Shortest duration of the range, in seconds. Example: `300`.' })
  readonly fromSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Where the next range begins, in seconds; null for the last. Example: `600`.',
  })
  readonly toSeconds!: number | null;

  @Field(() => Float, { description: `Engagements; ${COUNT}. Example: \`1930\`.` })
  readonly count!: number;
}

@ObjectType('DurationInsights', { description: 'How long engagements last.', simpleResolvers: true })
export class DurationInsightsType {
  @Field(() => Float, { description: `Engagements with a duration; ${COUNT}. Example: \`24100\`.` })
  readonly count!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean in seconds; null where none has a duration. Example: `742.5`.',
  })
  readonly meanSeconds!: number | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      'First quartile, median and third quartile in seconds; null where none has a duration. Example: `[180, 540, 1080]`.',
  })
  readonly quartileSeconds!: readonly [number, number, number] | null;

  @Field(() => [DurationBinType], { description: 'Counts by range, shortest first.' })
  readonly bins!: readonly DurationBinType[];

  @Field(() => Float, {
    nullable: true,
    description:
      "Pearson's correlation, -1 to 1, of the duration and of being liked (1) or not (0, also where nothing was said); null where either never varies. Example: `0.18`.",
  })
  readonly likeCorrelation!: number | null;
}

@ObjectType('GroupRates', { description: 'One group of engagements and its rates.', simpleResolvers: true })
export class GroupRatesType implements GroupRates {
  @Field(() => String, {
    nullable: true,
    description: 'The value that the group shares; null where it is not given. Example: `Engineering`.',
  })
  readonly value!: string | null;

  @Field(() => Float, { description: `Engagements; ${COUNT}. Example: \`4200\`.` })
  readonly engagements!: number;

  @Field(() => Float, { description: `Of them, liked; ${COUNT}. Example: \`924\`.` })
  readonly likes!: number;

  @Field(() => Float, { description: `Of them, disliked; ${COUNT}. Example: \`168\`.` })
  readonly dislikes!: number;

  @Field(() => Float, { description: `Of them, of the type COMPLETED; ${COUNT}. Example: \`1302\`.` })
  readonly completions!: number;

  @Field(() => Float, { description: 'Likes over engagements, 0-1. Example: `0.22`.' })
  readonly likeRate!: number;

  @Field(() => Float, { description: 'Dislikes over engagements, 0-1. Example: `0.04`.' })
  readonly dislikeRate!: number;

  @Field(() => Float, { description: 'Completions over engagements, 0-1. Example: `0.31`.' })
  readonly completionRate!: number;
}

@ObjectType('HeatMapCell', { description: 'Engagements of one row and one column.', simpleResolvers: true })
export class HeatMapCellType implements HeatMapCell {
  @Field(() => String, {
    nullable: true,
    description: 'Value of the row; null where it is not given. Example: `SENIOR`.',
  })
  readonly row!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Value of the column; null where it is not given. Example: `Data Science`.',
  })
  readonly column!: string | null;

  @Field(() => Float, { description: `Engagements; ${COUNT}. Example: \`380\`.` })
  readonly engagements!: number;

  @Field(() => Float, { description: `Of them, liked; ${COUNT}. Example: \`95\`.` })
  readonly likes!: number;

  @Field(() => Float, { description: 'Likes over engagements, 0-1. Example: `0.25`.' })
  readonly likeRate!: number;

  @Field(() => Float, {
    description:
      'Engagements over what would be expected if rows and columns were independent: 1 as expected, 2 twice as many. Example: `1.4`.',
  })
  readonly lift!: number;
}

@ObjectType('HeatMap', { description: 'Engagements by two dimensions.', simpleResolvers: true })
export class HeatMapType implements HeatMap {
  @Field(() => [String], {
    nullable: 'items',
    description: 'Values of the rows, most engagements first, at most 30. Example: `["MID", "SENIOR", null]`.',
  })
  readonly rows!: readonly (string | null)[];

  @Field(() => [String], {
    nullable: 'items',
    description:
      'Values of the columns, most engagements first, at most 30. Example: `["Data Science", "Cloud", null]`.',
  })
  readonly columns!: readonly (string | null)[];

  @Field(() => [HeatMapCellType], { description: 'Cells with engagements; the others have none.' })
  readonly cells!: readonly HeatMapCellType[];
}

@ObjectType('CatalogueGroup', { description: 'Content on offer that shares a value.', simpleResolvers: true })
export class CatalogueGroupType implements Omit<CatalogueRow, 'dimension'> {
  @Field(() => String, {
    nullable: true,
    description: 'The value; null where it is not given. Example: `Data Science`.',
  })
  readonly value!: string | null;

  @Field(() => Float, { description: `Content with it; ${COUNT}. Example: \`1240\`.` })
  readonly contents!: number;

  @Field(() => Float, {
    description: `Of it, content that nobody engaged with in the window; ${COUNT}. Example: \`87\`.`,
  })
  readonly neverEngaged!: number;
}

@ObjectType('CatalogueInsights', {
  description: 'What the catalogue consists of; each list largest first.',
  simpleResolvers: true,
})
export class CatalogueInsightsType {
  @Field(() => [CatalogueGroupType], { description: 'By domain.' })
  readonly domains!: readonly CatalogueGroupType[];

  @Field(() => [CatalogueGroupType], { description: 'By difficulty; null suits all levels.' })
  readonly difficultyLevels!: readonly CatalogueGroupType[];

  @Field(() => [CatalogueGroupType], { description: 'By the type of content.' })
  readonly contentTypes!: readonly CatalogueGroupType[];

  @Field(() => [CatalogueGroupType], { description: 'By language.' })
  readonly languages!: readonly CatalogueGroupType[];
}

@ObjectType('Observation', {
  description: 'Something worth knowing about the data, in words made from its figures.',
  simpleResolvers: true,
})
export class ObservationType implements Observation {
  @Field(() => ObservationCodeEnum, { description: 'What it is about. Example: `CONCENTRATED_DEMAND`.' })
  readonly code!: ObservationCode;

  @Field(() => String, {
    description:
      'The sentence. Example: `The most engaged tenth of the content has 48% of the engagements (Gini 0.61).`.',
  })
  readonly text!: string;

  @Field(() => Float, { description: 'The figure that it rests on; its meaning is that of the code. Example: `0.48`.' })
  readonly value!: number;
}

@ObjectType('Insights', {
  description:
    'What is in the data of a window of time. Every part is counted only when it is asked for, and at most once in five minutes.',
})
export class InsightsType {
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'The window begins after this instant, in UTC; null where it holds everything. Example: `2025-12-31T09:00:00Z`.',
  })
  readonly from!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'The newest engagement that is not in the future, in UTC; null where there is none. Example: `2026-03-31T09:00:00Z`.',
  })
  readonly to!: Date | null;
}
