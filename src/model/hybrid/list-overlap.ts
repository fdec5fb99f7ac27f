/** How one list became another. */
export interface ListChange {
  /** Jaccard: of the distinct places of both lists, the share that stands in both, 0-1; 1 for two empty lists. */
  readonly overlap: number;
  /** Places in the second list only, in its order. */
  readonly entered: readonly number[];
  /** Places in the first list only, in its order. */
  readonly left: readonly number[];
  /** Places in both at different ranks, in the order of the second list; ranks are 1-based. */
  readonly moved: readonly { readonly place: number; readonly from: number; readonly to: number }[];
}

/** @param before, after lists of distinct places */
export function compareLists(before: Int32Array, after: Int32Array): ListChange {
  const rankBefore = new Map(Array.from(before, (place, i) => [place, i + 1]));
  const inAfter = new Set(after);
  const left = Array.from(before).filter((place) => !inAfter.has(place));
  const entered: number[] = [];
  const moved: { place: number; from: number; to: number }[] = [];
  after.forEach((place, i) => {
    const from = rankBefore.get(place);
    if (from === undefined) entered.push(place);
    else if (from !== i + 1) moved.push({ place, from, to: i + 1 });
  });
  const union = before.length + entered.length;
  return { overlap: union === 0 ? 1 : (before.length - left.length) / union, entered, left, moved };
}
