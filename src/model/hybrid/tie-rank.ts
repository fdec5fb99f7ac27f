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
