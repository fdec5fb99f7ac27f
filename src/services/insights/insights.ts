import type {
  CalendarRows,
  CatalogueRow,
  DurationRows,
  GroupRow,
  InsightDimension,
  InsightsStore,
  InsightWindow,
  SpreadRow,
  TotalsRow,
} from '../../store/insights.store.js';
import type { TrendingStore } from '../../store/trending.store.js';
import { checkRange } from '../list-controls.js';
import { heatMap, type HeatMap } from './heat-map.js';
import { observe, type Observation } from './observations.js';
import { createKeptAnswers } from './kept-answers.js';

export type {
  CalendarRows,
  CatalogueRow,
  DurationRows,
  InsightDimension,
  SpreadRow,
  TotalsRow,
} from '../../store/insights.store.js';

export interface GroupRates extends GroupRow {
  /** Likes over engagements, 0-1. */
  readonly likeRate: number;
  readonly dislikeRate: number;
  /** Engagements of the type COMPLETED over engagements, 0-1. */
  readonly completionRate: number;
}

/** What is in the data of a window of time. Every part is counted when it is asked for. */
export interface Insights {
  readonly from: Date | null;
  /** The newest engagement that is not in the future; null where there is none. */
  readonly to: Date | null;
  totals(): Promise<TotalsRow>;
  calendar(): Promise<CalendarRows>;
  perUser(): Promise<SpreadRow>;
  perContent(): Promise<SpreadRow>;
  durations(): Promise<DurationRows>;
  /** The largest groups, at most 50. */
  rates(by: InsightDimension): Promise<readonly GroupRates[]>;
  /** @throws DomainError BAD_USER_INPUT where both are the same */
  heatMap(rows: InsightDimension, columns: InsightDimension): Promise<HeatMap>;
  catalogue(): Promise<readonly CatalogueRow[]>;
  observations(): Promise<readonly Observation[]>;
}

export const MAXIMUM_INSIGHT_DAYS = 3660;
const MAXIMUM_GROUPS = 50;
const DAY = 86_400_000;
/** Stands for "nothing yet": a window without engagements. */
const BEGINNING = new Date(0);

/**
 * Insights into the data, for people who own a platform: who engages with what, when and how. The same for everybody, so each
 * part is counted at most once in five minutes for each window, whoever asks; at most two are counted at a time.
 */
export function createInsights(deps: {
  readonly insights: InsightsStore;
  readonly trends: Pick<TrendingStore, 'newest'>;
  readonly now: () => Date;
}): (days?: number) => Promise<Insights> {
  const { insights: store, trends, now } = deps;
  const kept = createKeptAnswers(now);

  return async (days) => {
    if (days !== undefined) checkRange('days', days, 1, MAXIMUM_INSIGHT_DAYS);
    const to = await kept.answer('newest', () => trends.newest(now()));
    const from = to && days !== undefined ? new Date(to.getTime() - days * DAY) : null;
    const window: InsightWindow = { from, to: to ?? BEGINNING };
    const part = <T>(name: string, count: () => Promise<T>): Promise<T> =>
      kept.answer(`${name} of ${days ?? 'all'} up to ${window.to.getTime()}`, count);

    const answer: Insights = {
      from,
      to,
      totals: () => part('totals', () => store.totals(window)),
      calendar: () => part('calendar', () => store.calendar(window)),
      perUser: () => part('learners', () => store.perUser(window)),
      perContent: () => part('content', () => store.perContent(window)),
      durations: () => part('durations', () => store.durations(window)),
      rates: async (by) =>
        (await part(`rates by ${by}`, () => store.groups(window, by, MAXIMUM_GROUPS))).map(withRates),
      heatMap: async (rows, columns) => {
        const cells = await part(`${rows} by ${columns}`, () => store.cells(window, rows, columns));
        return heatMap(rows, columns, cells);
      },
      catalogue: () => part('catalogue', () => store.catalogue(window)),
      observations: async () => {
        const [totals, calendar, learners, content, durations, catalogue, domains] = await Promise.all([
          answer.totals(),
          answer.calendar(),
          answer.perUser(),
          answer.perContent(),
          answer.durations(),
          answer.catalogue(),
          answer.rates('DOMAIN'),
        ]);
        return observe({ totals, calendar, learners, content, durations, catalogue, domains });
      },
    };
    return answer;
  };
}

function withRates(row: GroupRow): GroupRates {
  const share = (count: number): number => (row.engagements > 0 ? count / row.engagements : 0);
  return {
    ...row,
    likeRate: share(row.likes),
    dislikeRate: share(row.dislikes),
    completionRate: share(row.completions),
  };
}
