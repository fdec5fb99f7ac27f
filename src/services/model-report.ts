import { DomainError } from '../errors.js';
import type { ListCounts, ListReport, ListStore } from '../store/list.store.js';
import type { ModelStore } from '../store/model.store.js';
import { checkRange } from './list-controls.js';
import { toModel } from './models.js';
import type { ReasonKind } from './recommendation.js';
import type { Model } from './services.js';

export interface ModelReportRequest {
  readonly modelId: string;
  /** Whole days that the report counts back from now, 1-365; default 30. */
  readonly windowDays?: number | undefined;
}

/** What became of the lists that a model made. Definitions: docs/operations.md. */
export interface ModelReport {
  readonly model: Model;
  readonly windowDays: number;
  readonly from: Date;
  readonly to: Date;
  /** Logged lists of the window. */
  readonly lists: number;
  /** Learners who got them. */
  readonly users: number;
  readonly total: OutcomeFigures;
  /** By ascending position, up to the hundredth. */
  readonly byPosition: readonly (OutcomeFigures & { readonly position: number })[];
  /** By the kind of the item's largest reason, most impressions first; null: no reason. */
  readonly byReason: readonly (OutcomeFigures & { readonly kind: ReasonKind | null })[];
}

export interface OutcomeFigures {
  /** Places of logged lists. */
  readonly impressions: number;
  /** Impressions whose content the learner engaged with, naming the list. */
  readonly engaged: number;
  /** Of these, those that the learner completed, then or later. */
  readonly completed: number;
  /** `engaged / impressions`; null without impressions. */
  readonly clickThrough: Rate | null;
  /** `completed / engaged`; null where nothing was engaged with. */
  readonly completion: Rate | null;
}

/** A share with its 95% interval. */
export interface Rate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const DEFAULT_WINDOW_DAYS = 30;
const MAXIMUM_WINDOW_DAYS = 365;
const POSITIONS = 100;
const DAY = 86_400_000;
/** A report is counted at most once in so many milliseconds: asking again costs nothing. */
const LASTS = 60_000;
const MOST_KEPT = 100;

/** One at a time, so that reports never take more than one connection. */
export function createModelReport(deps: {
  readonly models: Pick<ModelStore, 'get'>;
  readonly lists: Pick<ListStore, 'report'>;
  readonly now: () => Date;
}): (request: ModelReportRequest) => Promise<ModelReport> {
  const { models, lists, now } = deps;
  const known = new Map<string, { readonly at: number; readonly report: Promise<ModelReport> }>();
  let turn: Promise<unknown> = Promise.resolve();

  const count = async (model: Model, windowDays: number): Promise<ModelReport> => {
    const to = now();
    const from = new Date(to.getTime() - windowDays * DAY);
    const counted = await lists.report({ modelVersionId: Number(model.id), from, to, positions: POSITIONS });
    return { model, windowDays, from, to, ...toReport(counted) };
  };

  return async ({ modelId, windowDays = DEFAULT_WINDOW_DAYS }) => {
    checkRange('window', windowDays, 1, MAXIMUM_WINDOW_DAYS);
    const row = /^[1-9]\d{0,8}$/.test(modelId) ? await models.get(Number(modelId)) : null;
    if (!row) throw new DomainError('NOT_FOUND', `No model has the id "${modelId}".`, { argument: 'modelId' });
    const key = `${row.id} ${windowDays}`;
    const kept = known.get(key);
    if (kept && now().getTime() - kept.at < LASTS) return { ...(await kept.report), model: toModel(row) };
    const report = turn.then(() => count(toModel(row), windowDays));
    turn = report.catch(() => undefined);
    const entry = { at: now().getTime(), report };
    known.delete(key);
    known.set(key, entry);
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KEPT) break;
      known.delete(oldest);
    }
    report.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return report;
  };
}

function toReport({
  lists,
  users,
  counts,
}: ListReport): Pick<ModelReport, 'lists' | 'users' | 'total' | 'byPosition' | 'byReason'> {
  const total = counts.find(({ position, reasonKind }) => position === null && reasonKind === null);
  return {
    lists,
    users,
    total: toFigures(total ?? { impressions: 0, engaged: 0, completed: 0 }),
    byPosition: counts
      .flatMap((row) => (row.position === null ? [] : [{ position: row.position, ...toFigures(row) }]))
      .sort((a, b) => a.position - b.position),
    byReason: counts
      .flatMap((row) =>
        row.reasonKind === null ? [] : [{ kind: (row.reasonKind || null) as ReasonKind | null, ...toFigures(row) }],
      )
      .sort((a, b) => b.impressions - a.impressions),
  };
}

function toFigures({
  impressions,
  engaged,
  completed,
}: Pick<ListCounts, 'impressions' | 'engaged' | 'completed'>): OutcomeFigures {
  return {
    impressions,
    engaged,
    completed,
    clickThrough: rate(engaged, impressions),
    completion: rate(completed, engaged),
  };
}

const Z = 1.959963984540054;

/** A share with its score interval (Wilson 1927), as if the trials were independent. Null without trials. */
export function rate(successes: number, trials: number): Rate | null {
  if (trials === 0) return null;
  const value = successes / trials;
  const z2 = (Z * Z) / trials;
  const middle = (value + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((value * (1 - value)) / trials + z2 / (4 * trials));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
