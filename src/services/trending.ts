import { trendScore } from '../model/trend.js';
import type { ContentRow, ContentStore } from '../store/content.store.js';
import type { TrendingStore, WindowCounts } from '../store/trending.store.js';
import { createCatalogueIndex } from './catalogue-index.js';
import { checkControls, checkRange, DEFAULT_K, type CatalogueFilter } from './list-controls.js';
import type { ModelCache } from './model-cache.js';
import { toContent } from './rows.js';
import type { Content } from './services.js';

export interface TrendingRequest {
  /** Days, 1-365; default 7. */
  readonly windowDays?: number | undefined;
  readonly k?: number | undefined;
  readonly filter?: CatalogueFilter | undefined;
}

export interface Trending {
  readonly windowDays: number;
  /** The window that is counted: later than `from`, up to `to`, the newest engagement; null where there is none. */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly items: readonly TrendingItem[];
}

export interface TrendingItem {
  readonly rank: number;
  readonly content: Content;
  /** Engagements in the window, dislikes left out. */
  readonly engagements: number;
  /** Engagements in the window of the same length before it. */
  readonly engagementsBefore: number;
  /** Over 0; see model/trend.ts. */
  readonly score: number;
}

export const DEFAULT_WINDOW_DAYS = 7;
export const MAXIMUM_WINDOW_DAYS = 365;
/** Milliseconds for which a count is good: the same for everybody, and asked for on every front page. */
const COUNT_LASTS = 60_000;
const DAY = 86_400_000;

interface Counted {
  readonly from: Date;
  readonly to: Date;
  readonly rising: readonly WindowCounts[];
}

/**
 * Content that is engaged with more than before: only what rises is listed. The window counts back from the newest engagement
 * that is not in the future, which is now on a live platform, and the end of the data after an import. Counted at most once
 * a minute for each window. Needs no model.
 * @throws DomainError BAD_USER_INPUT
 */
export function createTrending(deps: {
  trends: TrendingStore;
  contents: Pick<ContentStore, 'findByPks'>;
  cache: Pick<ModelCache, 'current'>;
  now: () => Date;
}): (request: TrendingRequest) => Promise<Trending> {
  const { trends, contents, cache, now } = deps;

  /** From the catalogue in memory where there is one: a busy window names thousands. */
  const rowsOf = async (pks: readonly number[]): Promise<Map<number, ContentRow>> => {
    const serving = cache.current();
    const rows = new Map<number, ContentRow>();
    const missing: number[] = [];
    for (const pk of pks) {
      const place = serving?.places.indexOf(pk) ?? -1;
      const row = place < 0 ? null : serving?.rows[place];
      if (row) rows.set(pk, row);
      else missing.push(pk);
    }
    if (missing.length > 0) for (const row of await contents.findByPks(missing)) rows.set(row.pk, row);
    return rows;
  };

  const count = async (windowDays: number): Promise<Counted | null> => {
    const to = await trends.newest(now());
    if (!to) return null;
    const from = new Date(to.getTime() - windowDays * DAY);
    const counts = await trends.windows(new Date(from.getTime() - windowDays * DAY), from, to);
    return { from, to, rising: counts.filter((one) => one.now > one.before) };
  };
  const known = new Map<number, { readonly at: number; readonly counted: Promise<Counted | null> }>();
  /** Requests that come while it is counted wait for the same count; neither failures nor an empty table are kept. */
  const counted = (windowDays: number): Promise<Counted | null> => {
    const at = now().getTime();
    const kept = known.get(windowDays);
    if (kept && at - kept.at < COUNT_LASTS) return kept.counted;
    const counting = count(windowDays);
    const entry = { at, counted: counting };
    known.set(windowDays, entry);
    const forget = (): void => {
      if (known.get(windowDays) === entry) known.delete(windowDays);
    };
    counting.then((result) => {
      if (!result) forget();
    }, forget);
    return counting;
  };

  return async ({ windowDays = DEFAULT_WINDOW_DAYS, k = DEFAULT_K, filter }) => {
    checkControls({ k, filter }, 1);
    checkRange('window', windowDays, 1, MAXIMUM_WINDOW_DAYS);
    const window = await counted(windowDays);
    if (!window) return { windowDays, from: null, to: null, items: [] };
    const { from, to, rising } = window;
    const rows = await rowsOf(rising.map(({ contentPk }) => contentPk));
    const candidates = rising.flatMap((count) => {
      const row = rows.get(count.contentPk);
      return row && !row.retiredAt ? [{ row, score: trendScore(count.now, count.before), ...count }] : [];
    });
    const mask = new Uint8Array(candidates.length);
    if (filter) createCatalogueIndex(candidates.map(({ row }) => row)).leaveOut(filter, mask);
    const items = candidates
      .filter((_, n) => mask[n] === 0)
      .sort((a, b) => b.score - a.score || b.now - a.now || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, k)
      .map(({ row, score, now: engagements, before }, n): TrendingItem => ({
        rank: n + 1,
        content: toContent(row),
        engagements,
        engagementsBefore: before,
        score,
      }));
    return { windowDays, from, to, items };
  };
}
