import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { CatalogueRow, Insights } from '../../services/insights/insights.js';
import { Role } from '../auth.js';
import type { GraphQLContext } from '../context.js';
import { HeatMapArgs, InsightsArgs, RatesArgs } from '../inputs/insights.args.js';
import {
  ActivityCalendarType,
  CatalogueInsightsType,
  DurationInsightsType,
  EngagementSpreadType,
  GroupRatesType,
  HeatMapType,
  InsightsType,
  InsightTotalsType,
  ObservationType,
} from '../types/insights.type.js';

/** Each part reads all engagements of the window. */
const PART = 50;

@Resolver(() => InsightsType)
export class InsightsResolver {
  @Authorized(Role.READER)
  @Query(() => InsightsType, {
    description:
      'What is in the data: when and how long learners engage, with what, how demand and catalogue are spread, and observations in words. No personal data.',
  })
  insights(
    @Args(() => InsightsArgs) { windowDays }: InsightsArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<Insights> {
    return services.insights(windowDays ?? undefined);
  }

  @FieldResolver(() => InsightTotalsType, { description: 'Counts over the window.', complexity: PART })
  totals(@Root() insights: Insights): Promise<InsightTotalsType> {
    return insights.totals();
  }

  @FieldResolver(() => ActivityCalendarType, {
    description: 'Engagements per day, hour and weekday.',
    complexity: PART,
  })
  calendar(@Root() insights: Insights): Promise<ActivityCalendarType> {
    return insights.calendar();
  }

  @FieldResolver(() => EngagementSpreadType, { description: 'Engagements per learner.', complexity: PART })
  perUser(@Root() insights: Insights): Promise<EngagementSpreadType> {
    return insights.perUser();
  }

  @FieldResolver(() => EngagementSpreadType, {
    description: 'Engagements per content on offer: how concentrated the demand is.',
    complexity: PART,
  })
  perContent(@Root() insights: Insights): Promise<EngagementSpreadType> {
    return insights.perContent();
  }

  @FieldResolver(() => DurationInsightsType, {
    description: 'How long engagements last, and whether longer ones are liked more.',
    complexity: PART,
  })
  async durations(@Root() insights: Insights): Promise<DurationInsightsType> {
    const { mean, quartiles, bins, ...rest } = await insights.durations();
    return {
      ...rest,
      meanSeconds: mean,
      quartileSeconds: quartiles,
      bins: bins.map(({ from, to, count }) => ({ fromSeconds: from, toSeconds: to, count })),
    };
  }

  @FieldResolver(() => [GroupRatesType], {
    description: 'Like and completion rates by one dimension; the groups with most engagements first, at most 50.',
    complexity: PART,
  })
  rates(@Root() insights: Insights, @Args(() => RatesArgs) { by }: RatesArgs): Promise<readonly GroupRatesType[]> {
    return insights.rates(by);
  }

  @FieldResolver(() => HeatMapType, {
    description: 'Engagements by two dimensions, for example seniority and domain.',
    complexity: PART,
  })
  heatMap(@Root() insights: Insights, @Args(() => HeatMapArgs) { rows, columns }: HeatMapArgs): Promise<HeatMapType> {
    return insights.heatMap(rows, columns);
  }

  @FieldResolver(() => CatalogueInsightsType, {
    description: 'What the catalogue consists of, and what of it nobody engaged with.',
    complexity: PART,
  })
  async catalogue(@Root() insights: Insights): Promise<CatalogueInsightsType> {
    const groups = await insights.catalogue();
    const of = (dimension: CatalogueRow['dimension']): CatalogueRow[] =>
      groups.filter((group) => group.dimension === dimension);
    return {
      domains: of('DOMAIN'),
      difficultyLevels: of('DIFFICULTY'),
      contentTypes: of('CONTENT_TYPE'),
      languages: of('LANGUAGE'),
    };
  }

  @FieldResolver(() => [ObservationType], {
    description: 'What the figures say, by fixed rules over the data; empty where there is nothing to say.',
    complexity: 5 * PART,
  })
  observations(@Root() insights: Insights): Promise<readonly ObservationType[]> {
    return insights.observations();
  }
}
