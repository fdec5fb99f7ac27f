import type { CalendarRows, CatalogueRow, DurationRows, SpreadRow, TotalsRow } from '../../store/insights.store.js';
import type { GroupRates } from './insights.js';
import { wilson } from './wilson.js';

export type ObservationCode =
  | 'INACTIVE_USERS'
  | 'CASUAL_USERS'
  | 'CONCENTRATED_DEMAND'
  | 'NEVER_ENGAGED'
  | 'CATALOGUE_SKEW'
  | 'SUPPLY_GAP'
  | 'LIKE_RATE_GAP'
  | 'DURATION_AND_LIKES'
  | 'BUSY_WEEKDAYS'
  | 'BUSY_HOURS'
  | 'TREND';

/** Something worth knowing about the data, in words made from its figures. */
export interface Observation {
  readonly code: ObservationCode;
  readonly text: string;
  /** The figure that it rests on; see the code for its meaning. */
  readonly value: number;
}

export interface ObservedData {
  readonly totals: TotalsRow;
  readonly calendar: CalendarRows;
  readonly learners: SpreadRow;
  readonly content: SpreadRow;
  readonly durations: DurationRows;
  readonly catalogue: readonly CatalogueRow[];
  readonly domains: readonly GroupRates[];
}

/** Below this many engagements nothing is said about how they are spread. */
const ENOUGH = 100;
const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
const FIELDS = { DOMAIN: 'domain', DIFFICULTY: 'difficulty', CONTENT_TYPE: 'type', LANGUAGE: 'language' } as const;

/** What the figures say, by fixed rules; nothing is said where a rule does not hold. The order is that of the rules. */
export function observe(data: ObservedData): Observation[] {
  const rules = data.totals.engagements >= ENOUGH ? [...ANY_DATA, ...ENOUGH_DATA] : ANY_DATA;
  return rules.flatMap((rule) => rule(data));
}

type Rule = (data: ObservedData) => Observation[];

const inactiveLearners: Rule = ({ totals: { users, activeUsers } }) => {
  const without = users - activeUsers;
  if (users === 0 || without / users < 0.05) return [];
  const text = `${percent(without / users)} of the learners (${count(without)} of ${count(users)}) have no engagement: they get cold-start lists.`;
  return [{ code: 'INACTIVE_USERS', text, value: without / users }];
};

const neverEngaged: Rule = ({ content: { total, without } }) => {
  if (total === 0 || without === 0) return [];
  const text = `${percent(without / total)} of the content on offer (${count(without)} of ${count(total)}) was never engaged with.`;
  return [{ code: 'NEVER_ENGAGED', text, value: without / total }];
};

/** One value has at least half of the catalogue, or twice what it would have if all values had the same. */
const catalogueSkew: Rule = ({ catalogue }) => {
  const skewed = (['DIFFICULTY', 'CONTENT_TYPE', 'DOMAIN', 'LANGUAGE'] as const).flatMap((dimension) => {
    const groups = catalogue.filter((group) => group.dimension === dimension && group.value !== null);
    const total = groups.reduce((sum, group) => sum + group.contents, 0);
    if (groups.length < 2 || total < 20) return [];
    const largest = groups.reduce((a, b) => (b.contents > a.contents ? b : a));
    const share = largest.contents / total;
    return share >= 0.5 || share >= 2 / groups.length ? [{ dimension, value: largest.value!, share }] : [];
  });
  if (skewed.length === 0) return [];
  const parts = skewed.map(({ dimension, value, share }) => {
    // A constant of the schema; what the platform wrote stays as it is.
    const name = dimension === 'DIFFICULTY' ? value.toLowerCase() : value;
    return `${FIELDS[dimension]} ${name} (${percent(share)})`;
  });
  const text = `The catalogue is skewed: most content has ${list(parts)}.`;
  return [{ code: 'CATALOGUE_SKEW', text, value: Math.max(...skewed.map(({ share }) => share)) }];
};

const casualLearners: Rule = ({ learners: { total, without, doubling } }) => {
  const active = total - without;
  // 1, 2-3: whole steps of the doubling, so at most 3 engagements.
  const casual = (doubling[0] ?? 0) + (doubling[1] ?? 0);
  if (active === 0 || casual / active < 0.4) return [];
  const text = `${percent(casual / active)} of the active learners have at most 3 engagements.`;
  return [{ code: 'CASUAL_USERS', text, value: casual / active }];
};

const concentratedDemand: Rule = ({ content: { topTenthShare, gini } }) => {
  if (topTenthShare === null || gini === null || topTenthShare < 0.3) return [];
  const text = `The most engaged tenth of the content has ${percent(topTenthShare)} of the engagements (Gini ${gini.toFixed(2)}).`;
  return [{ code: 'CONCENTRATED_DEMAND', text, value: topTenthShare }];
};

/** The domain whose share of engagements is farthest above its share of the catalogue, by a half at least. */
const supplyGap: Rule = ({ catalogue, domains }) => {
  const offered = catalogue.filter((group) => group.dimension === 'DOMAIN');
  const contents = offered.reduce((sum, group) => sum + group.contents, 0);
  const engagements = domains.reduce((sum, group) => sum + group.engagements, 0);
  if (contents === 0 || engagements === 0) return [];
  const gaps = domains.flatMap((group) => {
    const supply = (offered.find(({ value }) => value === group.value)?.contents ?? 0) / contents;
    const demand = group.engagements / engagements;
    return group.value !== null && supply > 0 && demand >= 0.05 ? [{ value: group.value, supply, demand }] : [];
  });
  const [gap] = gaps.sort((a, b) => b.demand / b.supply - a.demand / a.supply);
  if (!gap || gap.demand / gap.supply < 1.5) return [];
  const text = `${gap.value} is ${percent(gap.supply)} of the catalogue and ${percent(gap.demand)} of the engagements: demand is ahead of supply.`;
  return [{ code: 'SUPPLY_GAP', text, value: gap.demand / gap.supply }];
};

/** Between the domains liked most and least, where their 95% intervals do not meet. */
const likeRateGap: Rule = ({ domains }) => {
  const known = domains
    .filter((group) => group.value !== null && group.engagements >= ENOUGH)
    .sort((a, b) => b.likeRate - a.likeRate);
  if (known.length < 2) return [];
  const [most, least] = [known[0], known[known.length - 1]];
  if (wilson(most.likes, most.engagements).low <= wilson(least.likes, least.engagements).high) return [];
  const text = `${most.value} is liked most (${percent(most.likeRate)} of its engagements), ${least.value} least (${percent(least.likeRate)}).`;
  return [{ code: 'LIKE_RATE_GAP', text, value: most.likeRate - least.likeRate }];
};

const durationAndLikes: Rule = ({ durations: { likeCorrelation, count: n } }) => {
  // Twice the standard error of a correlation of 0.
  if (likeCorrelation === null || Math.abs(likeCorrelation) < Math.max(0.05, 2 / Math.sqrt(n))) return [];
  const text = `${likeCorrelation > 0 ? 'Longer' : 'Shorter'} engagements are liked more often (correlation ${likeCorrelation.toFixed(2)}).`;
  return [{ code: 'DURATION_AND_LIKES', text, value: likeCorrelation }];
};

const busyWeekdays: Rule = ({ calendar: { weekdays } }) => {
  const total = weekdays.reduce((sum, n) => sum + n, 0);
  const busiest = weekdays.indexOf(Math.max(...weekdays));
  const quietest = weekdays.indexOf(Math.min(...weekdays));
  if (weekdays[busiest] < 1.2 * (total / 7)) return [];
  const text = `${WEEKDAYS[busiest]} are busiest with ${percent(weekdays[busiest] / total)} of the engagements, ${WEEKDAYS[quietest]} quietest with ${percent(weekdays[quietest] / total)}.`;
  return [{ code: 'BUSY_WEEKDAYS', text, value: weekdays[busiest] / total }];
};

/** The four hours in a row with the most. */
const busyHours: Rule = ({ calendar: { hours } }) => {
  const total = hours.reduce((sum, n) => sum + n, 0);
  const spans = hours.map((_, from) => [0, 1, 2, 3].reduce((sum, more) => sum + hours[(from + more) % 24], 0));
  const from = spans.indexOf(Math.max(...spans));
  if (spans[from] < 1.5 * (total / 6)) return [];
  const text = `${percent(spans[from] / total)} of the engagements fall between ${clock(from)} and ${clock(from + 4)} UTC.`;
  return [{ code: 'BUSY_HOURS', text, value: spans[from] / total }];
};

/** The last 28 days against the 28 before them; the day that is not over yet is left out. */
const trend: Rule = ({ calendar: { days } }) => {
  const whole = days.slice(0, -1);
  if (whole.length < 56) return [];
  const sum = (part: typeof days): number => part.reduce((total, day) => total + day.engagements, 0);
  const [before, last] = [sum(whole.slice(-56, -28)), sum(whole.slice(-28))];
  const change = last / before - 1;
  // Twice the standard error of a difference of two counts, and no less than a tenth.
  if (before < ENOUGH || Math.abs(change) < 0.1 || Math.abs(last - before) < 2 * Math.sqrt(last + before)) return [];
  const text = `Engagements in the last 28 days are ${percent(Math.abs(change))} ${change > 0 ? 'above' : 'below'} the 28 days before.`;
  return [{ code: 'TREND', text, value: change }];
};

const ANY_DATA: readonly Rule[] = [inactiveLearners, neverEngaged, catalogueSkew];
const ENOUGH_DATA: readonly Rule[] = [
  casualLearners,
  concentratedDemand,
  supplyGap,
  likeRateGap,
  durationAndLikes,
  busyWeekdays,
  busyHours,
  trend,
];

const percent = (share: number): string =>
  share > 0 && share < 0.095 ? `${(100 * share).toFixed(1)}%` : `${Math.round(100 * share)}%`;
const count = (n: number): string => n.toLocaleString('en');
const clock = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;
const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
