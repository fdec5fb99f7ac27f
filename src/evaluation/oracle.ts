import type { Truth } from './truth.js';

/** Ranks by the truth: what nobody who sees only the data could beat by more than luck. */
export interface Oracle {
  /**
   * Writes for every item of the truth how likely it is to be the learner's next new one, averaged over a span of time.
   * @param user place in the truth; -1 for a learner it does not know, who is taken to explore only
   * @param seen 1 for each item that the learner has engaged with, and so does not pick anew
   */
  score(user: number, seen: Uint8Array, out: Float64Array): void;
}

/** Moments of the span at which the truth is looked at. */
const MOMENTS = 4;

/**
 * @param from start of the span that is to be predicted, milliseconds since 1970
 * @param to its end
 */
export function createOracle(truth: Truth, from: number, to: number): Oracle {
  const items = truth.contentIds.length;
  const members = membersByTopic(truth);
  const longest = members.reduce((most, list) => Math.max(most, list.items.length), 0);
  const weights = new Float64Array(Math.max(longest, items));
  const moments = Array.from({ length: MOMENTS }, (_, i) => from + ((i + 0.5) / MOMENTS) * (to - from));

  const taste = (user: number, item: number): number => {
    let match = 0;
    for (let t = 0; t < truth.tastes; t++)
      match += truth.userTaste[user * truth.tastes + t] * truth.itemTaste[item * truth.tastes + t];
    return Math.exp(truth.tastePull * (Math.max(-2, Math.min(2, match)) - 2));
  };
  const levelAt = (user: number, instant: number): number => {
    let level = truth.userLevel[user];
    for (let s = 0; s < truth.steps; s++) if (truth.levelUps[user * truth.steps + s] <= instant) level++;
    return Math.min(level, truth.levels - 1);
  };
  /** Adds `share`, dealt out over the candidates by their weights. */
  const deal = (share: number, candidates: Int32Array | null, sum: number, out: Float64Array): void => {
    if (sum <= 0) return;
    const count = candidates ? candidates.length : items;
    for (let i = 0; i < count; i++) out[candidates ? candidates[i] : i] += (share * weights[i]) / sum;
  };

  return {
    score(user, seen, out) {
      out.fill(0);
      for (const instant of moments) {
        const level = user < 0 ? 0 : levelAt(user, instant);
        const base = level * items;
        const open = (item: number): boolean => seen[item] === 0 && truth.published[item] <= instant;
        let sum = 0;
        for (let item = 0; item < items; item++) sum += weights[item] = open(item) ? truth.itemWeight[base + item] : 0;
        const explores = user < 0 || truth.slots === 0 ? 1 : truth.exploration;
        deal(explores / MOMENTS, null, sum, out);
        if (explores === 1) continue;
        const yearShare = (instant - truth.from) / (truth.to - truth.from);
        for (let slot = user * truth.slots; slot < (user + 1) * truth.slots; slot++) {
          const topic = truth.slotTopic[slot];
          if (topic < 0) continue;
          const interest = truth.early[slot] + yearShare * (truth.late[slot] - truth.early[slot]);
          const pool = members[topic];
          let total = 0;
          for (let i = 0; i < pool.items.length; i++) {
            const item = pool.items[i];
            const weight = open(item) ? pool.share[i] * truth.itemWeight[base + item] * taste(user, item) : 0;
            total += weights[i] = weight;
          }
          deal(((1 - explores) * interest) / MOMENTS, pool.items, total, out);
        }
      }
    },
  };
}

function membersByTopic(truth: Truth): { readonly items: Int32Array; readonly share: Float64Array }[] {
  const lists: { item: number; share: number }[][] = Array.from({ length: truth.topics }, () => []);
  for (let item = 0; item < truth.contentIds.length; item++) {
    if (truth.itemTopic[item] >= 0) lists[truth.itemTopic[item]].push({ item, share: 1 });
    if (truth.itemSecondTopic[item] >= 0) lists[truth.itemSecondTopic[item]].push({ item, share: truth.secondShare });
  }
  return lists.map((list) => ({
    items: Int32Array.from(list, ({ item }) => item),
    share: Float64Array.from(list, ({ share }) => share),
  }));
}
