export interface PageCut {
  /** Places of the page, with their ranks in the whole list, from 1. */
  readonly entries: readonly { readonly place: number; readonly rank: number }[];
  /** Where the next page starts. */
  readonly next: number;
  readonly hasNextPage: boolean;
}

/**
 * One page of an order: `k` places from `offset` on. What is gone since the first page keeps its rank and is passed over, so
 * that positions stay.
 * @param order at least `offset + k + gone.size + 1` places, or all there are
 */
export function cutPage(order: Int32Array, gone: ReadonlySet<number>, offset: number, k: number): PageCut {
  const entries: { place: number; rank: number }[] = [];
  let next = offset;
  for (; next < order.length && entries.length < k; next++)
    if (!gone.has(order[next])) entries.push({ place: order[next], rank: next + 1 });
  while (next < order.length && gone.has(order[next])) next++;
  return { entries, next, hasNextPage: next < order.length };
}
