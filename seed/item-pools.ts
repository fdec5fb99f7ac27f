import type { Random } from '../src/model/random.js';
import { LEVELS, type ChoiceModel } from './choice-model.js';
import type { Catalogue } from './generate-content.js';
import { TOPICS } from './vocabulary/domains.js';
import { choose, runningSums } from './weighted-choice.js';

interface Pool {
  readonly items: Int32Array;
  /** Popularity times fit, one list of running sums per level. */
  readonly sums: readonly Float64Array[];
}

/** Draws items by popularity and level; taste and publication are left to the caller. */
export interface ItemPools {
  /** An item of this topic for this level; where the topic has none that anybody picks, of any topic. */
  ofTopic(topic: number, level: number, random: Random): number;
  ofAny(level: number, random: Random): number;
  /**
   * An item of this topic by popularity, level and a further weight, in time that follows the topic's size; -1 where all
   * weights are 0.
   */
  ofTopicBy(weight: (item: number) => number, topic: number, level: number, random: Random): number;
}

/** An item stands in a second topic's pool with half its weight. */
export const SECOND_TOPIC_WEIGHT = 0.5;

/** @param catalogue with at least one item of popularity above 0 */
export function createItemPools(catalogue: Catalogue, model: ChoiceModel): ItemPools {
  const members: { item: number; weight: number }[][] = TOPICS.map(() => []);
  const everything: { item: number; weight: number }[] = [];
  catalogue.popularity.forEach((popularity, item) => {
    if (popularity === 0) return;
    everything.push({ item, weight: popularity });
    members[catalogue.topic[item]].push({ item, weight: popularity });
    if (catalogue.secondTopic[item] >= 0)
      members[catalogue.secondTopic[item]].push({ item, weight: popularity * SECOND_TOPIC_WEIGHT });
  });
  const poolOf = (list: { item: number; weight: number }[]): Pool => ({
    items: Int32Array.from(list, (member) => member.item),
    sums: Array.from({ length: LEVELS }, (_, level) =>
      runningSums(list.map(({ item, weight }) => weight * model.levelFit(level, item))),
    ),
  });
  const all = poolOf(everything);
  const pools = members.map(poolOf);
  const scratch = new Float64Array(Math.max(...pools.map(({ items }) => items.length)));
  const draw = (pool: Pool, level: number, random: Random): number => pool.items[choose(pool.sums[level], random)];
  return {
    ofTopic: (topic, level, random) => draw(pools[topic].items.length > 0 ? pools[topic] : all, level, random),
    ofAny: (level, random) => draw(all, level, random),
    ofTopicBy: (weight, topic, level, random) => {
      const { items, sums } = pools[topic];
      const base = sums[level];
      let sum = 0;
      for (let i = 0; i < items.length; i++) {
        const share = weight(items[i]);
        if (share > 0) sum += share * (base[i] - (i > 0 ? base[i - 1] : 0));
        scratch[i] = sum;
      }
      return sum > 0 ? items[choose(scratch, random, 0, items.length)] : -1;
    },
  };
}
