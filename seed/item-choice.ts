import type { Random } from '../src/model/random.js';
import type { ChoiceModel } from './choice-model.js';
import type { Catalogue } from './generate-content.js';
import type { Learners } from './generate-users.js';
import { createItemPools } from './item-pools.js';
import { yearShareOf } from './sessions.js';

/** Picks what a learner engages with at an instant, among what is published by then. */
export interface ItemChoice {
  /**
   * An item of the topic that the learner has not seen, by the choice model; where none is left, one of the learner's other
   * topics.
   * @param seen 1 for each item that the learner has seen
   */
  inTopic(user: number, level: number, topic: number, instant: number, seen: Uint8Array, random: Random): number;
  /** Any item, by popularity and level alone. */
  anywhere(level: number, instant: number, random: Random): number;
}

/** Cheap draws by rejection before the exact one, which weighs the whole topic; both give the same distribution. */
const CHEAP_DRAWS = 12;
/** Other topics tried once one is used up. */
const OTHER_TOPICS = 12;
const DRAWS_ANYWHERE = 50;

export function createItemChoice(learners: Learners, catalogue: Catalogue, model: ChoiceModel): ItemChoice {
  const pools = createItemPools(catalogue, model);
  const published = Float64Array.from(catalogue.rows, (row) => row.publishedAt.getTime());

  const anywhere: ItemChoice['anywhere'] = (level, instant, random) => {
    for (let attempt = 0; attempt < DRAWS_ANYWHERE; attempt++) {
      const item = pools.ofAny(level, random);
      if (published[item] <= instant) return item;
    }
    // The first item is older than every engagement.
    return 0;
  };
  return {
    anywhere,
    inTopic: (user, level, topic, instant, seen, random) => {
      const weight = (item: number): number =>
        seen[item] || published[item] > instant ? 0 : model.tasteFit(user, item);
      for (let attempt = 0; attempt < CHEAP_DRAWS; attempt++) {
        const item = pools.ofTopic(topic, level, random);
        if (random.next() < weight(item)) return item;
      }
      let wanted = topic;
      for (let attempt = 0; attempt <= OTHER_TOPICS; attempt++) {
        const item = pools.ofTopicBy(weight, wanted, level, random);
        if (item >= 0) return item;
        wanted = learners.interests.draw(user, yearShareOf(instant), random);
      }
      return anywhere(level, instant, random);
    },
  };
}
