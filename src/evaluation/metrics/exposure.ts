/** In how many lists each recommended item stands among the first `k`; items that are in none are absent. */
export function exposure(lists: readonly ArrayLike<number>[], k: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const list of lists) {
    const end = Math.min(list.length, k);
    for (let place = 0; place < end; place++) counts.set(list[place], (counts.get(list[place]) ?? 0) + 1);
  }
  return counts;
}
