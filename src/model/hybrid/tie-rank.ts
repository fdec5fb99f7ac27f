/**
 * The order in which equal scores stand in a list: by content id, compared by UTF-16 code units, so that it never depends
 * on when a row was stored.
 * @returns for each place its rank, 0 first
 */
export function tieRanks(ids: readonly string[]): Int32Array {
  const order = Array.from(ids.keys()).sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : 0));
  const ranks = new Int32Array(ids.length);
  for (let r = 0; r < order.length; r++) ranks[order[r]] = r;
  return ranks;
}

/**
 * The same after ids were added at the end. O(n + m log m) for m new ones.
 * @param ranks of the ids before them
 */
export function addTieRanks(ranks: Int32Array, ids: readonly string[]): Int32Array {
  const known = ranks.length;
  const before = new Int32Array(known);
  for (let place = 0; place < known; place++) before[ranks[place]] = place;
  const added = Array.from(ids.keys())
    .slice(known)
    .sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : a - b));
  const out = new Int32Array(ids.length);
  for (let rank = 0, i = 0, j = 0; rank < ids.length; rank++) {
    const isOld = j === added.length || (i < known && ids[before[i]] <= ids[added[j]]);
    out[isOld ? before[i++] : added[j++]] = rank;
  }
  return out;
}
