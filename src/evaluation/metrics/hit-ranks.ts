/**
 * The 1-based ranks of the relevant items among the first `k`, ascending. An item counts at its first place only, and never
 * more than `relevantCount` are returned: so every measure built on this stays within 0 to 1 for any list.
 */
export function hitRanks(
  ranked: ArrayLike<number>,
  isRelevant: (item: number) => boolean,
  relevantCount: number,
  k: number,
): number[] {
  const ranks: number[] = [];
  const end = Math.floor(Math.min(ranked.length, k));
  for (let place = 0; place < end && ranks.length < relevantCount; place++) {
    const item = ranked[place];
    if (isRelevant(item) && !ranks.some((rank) => ranked[rank - 1] === item)) ranks.push(place + 1);
  }
  return ranks;
}
