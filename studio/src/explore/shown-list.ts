import type { ContentCardFragment, RecommendationDetailsFragment } from '../generated/operations.js';
import { blend, movesBetween, type BlendPool, type Move } from './blend.js';

export type Reason = RecommendationDetailsFragment['items'][number]['reasons'][number];
export type Readiness = RecommendationDetailsFragment['items'][number]['readiness'];

export interface Row {
  readonly content: ContentCardFragment;
  readonly rank: number;
  readonly score: number;
  readonly collaborative: number;
  readonly byContent: number;
  /** Null while the list is worked out on this side: reasons are the service's. */
  readonly reasons: readonly Reason[] | null;
  /** Null while it is not known. */
  readonly readiness: Readiness | null;
  readonly explored: boolean;
  readonly seen: boolean;
  /** Beside the list at the fitted alpha; null where that is the one shown. */
  readonly move: Move | null;
}

export interface ShownList {
  readonly rows: readonly Row[];
  /** What is in the list at the fitted alpha and not in this one, with its rank there. */
  readonly left: readonly { readonly content: ContentCardFragment; readonly rank: number }[];
  readonly alpha: number;
  /** Whether this is the service's list, or proved to be the same. */
  readonly exact: boolean;
}

interface Sources {
  /** The service's list; undefined while there is none at all. */
  readonly list: RecommendationDetailsFragment | undefined;
  /** Whether `list` is for another alpha, or other controls, than the ones asked for. */
  readonly stale: boolean;
  readonly pool: BlendPool | undefined;
  /** The alpha asked for; null for the fitted one. */
  readonly alpha: number | null;
  readonly k: number;
}

/** The list to show now: the service's where it is there, and until then the one blended on this side. */
export function shownList({ list, stale, pool, alpha, k }: Sources): ShownList | null {
  const wanted = alpha ?? pool?.fittedAlpha ?? list?.alpha;
  if (wanted === undefined) return null;
  const base = pool ? blend(pool, pool.fittedAlpha, k).items : [];
  const moved = pool !== undefined && alpha !== null && alpha !== pool.fittedAlpha;
  const own = list && !stale ? rowsOfList(list) : null;
  const blended = own === null && pool ? blend(pool, wanted, k) : null;
  const rows = own ?? (blended ? rowsOfBlend(blended.items, list) : list ? rowsOfList(list) : null);
  if (!rows) return null;
  const ids = rows.map((row) => row.content.id);
  const moves = moved
    ? movesBetween(
        base.map((item) => item.content.id),
        ids,
      )
    : null;
  const present = new Set(ids);
  return {
    rows: moves ? rows.map((row) => ({ ...row, move: moves.get(row.content.id) ?? null })) : rows,
    left: moved ? base.filter((item) => !present.has(item.content.id)) : [],
    alpha: wanted,
    exact: own !== null || (blended?.exact ?? false),
  };
}

type PlainRow = Row & { readonly move: null };

function rowsOfList({ items }: RecommendationDetailsFragment): PlainRow[] {
  return items.map(({ breakdown, ...item }) => ({
    ...item,
    collaborative: breakdown.collaborative,
    byContent: breakdown.content,
    move: null,
  }));
}

function rowsOfBlend(
  items: ReturnType<typeof blend>['items'],
  list: RecommendationDetailsFragment | undefined,
): PlainRow[] {
  const known = new Map(list?.items.map((item) => [item.content.id, item]));
  return items.map((item) => ({
    ...item,
    reasons: null,
    readiness: known.get(item.content.id)?.readiness ?? null,
    explored: false,
    seen: known.get(item.content.id)?.seen ?? false,
    move: null,
  }));
}
