/**
 * The ranking of somebody who knows the made-up world (appeal and topics of every content, the hidden taste of every content, the
 * level of every learner, what people of a department and seniority are interested in on average), and of the learner at hand only
 * the history. Interests are estimated by expectation-maximisation, taste by gradient ascent on its posterior, from that history
 * under the very process that drew it. No trained model knows more, so what this reaches is about what any could: an estimate of
 * the bound from below, since another way to estimate might do a little better.
 */
const ROUNDS = 25;
/** What the average interests count, and one new engagement beside them; older ones count less by this half-life. */
const PRIOR = 1;
const PER_ENGAGEMENT = 0.5;
const HALF_LIFE = 120 * 86_400_000;

/**
 * @param truth of generated data
 * @param learners rows with `department` and `seniorityLevel`, by place in the truth
 * @param from, to the span that is to be predicted
 * @returns `(user, history, seen, out)`: writes a score of every content
 */
export function createHistoryRanker(truth, learners, from, to) {
  const items = truth.contentIds.length;
  const { topics, tastes, exploration, secondShare, levels, steps, tastePull } = truth;
  const members = Array.from({ length: topics }, () => []);
  for (let item = 0; item < items; item++)
    for (const [topic, share] of topicsOf(item)) members[topic].push({ item, share });
  const priors = averageInterests(truth, learners);
  const moments = [0, 1, 2, 3].map((n) => from + ((n + 0.5) / 4) * (to - from));

  function topicsOf(item) {
    return [
      [truth.itemTopic[item], 1],
      [truth.itemSecondTopic[item], secondShare],
    ].filter(([topic]) => topic >= 0);
  }
  const matchOf = (taste, item) => {
    let match = 0;
    for (let t = 0; t < tastes; t++) match += taste[t] * truth.itemTaste[item * tastes + t];
    return match;
  };
  const liking = (match) => Math.exp(tastePull * (Math.max(-2, Math.min(2, match)) - 2));

  function levelOf(user) {
    let level = truth.userLevel[user];
    for (let s = 0; s < steps; s++) if (truth.levelUps[user * steps + s] <= from) level++;
    return Math.min(level, levels - 1);
  }

  /** Interests (sum 1) and taste that the history speaks for. */
  function estimate(user, history, appeal) {
    const prior = priors.get(cohortOf(learners[user]));
    const interests = prior.slice();
    const taste = new Float64Array(tastes);
    const used = new Set([...history.items].flatMap((item) => topicsOf(item).map(([topic]) => topic)));
    let everything = 0;
    for (let item = 0; item < items; item++) everything += appeal(item);
    for (let round = 0; round < ROUNDS; round++) {
      const pools = new Map([...used].map((topic) => [topic, poolOf(topic, taste, appeal)]));
      const counts = new Float64Array(topics);
      const gradient = taste.map((value) => -value);
      for (let e = 0; e < history.length; e++) {
        const item = history.items[e];
        const match = matchOf(taste, item);
        const ways = topicsOf(item).map(([topic, share]) => ({
          topic,
          chance:
            ((1 - exploration) * interests[topic] * share * appeal(item) * liking(match)) / pools.get(topic).total,
        }));
        const byChance = (exploration * appeal(item)) / everything;
        const all = ways.reduce((sum, { chance }) => sum + chance, byChance) + 1e-300;
        const weight = 0.5 ** ((from - history.timestamp[e]) / HALF_LIFE);
        for (const { topic, chance } of ways) {
          counts[topic] += (chance / all) * weight;
          const { pull } = pools.get(topic);
          for (let t = 0; t < tastes; t++) {
            const own = Math.abs(match) < 2 ? tastePull * truth.itemTaste[item * tastes + t] : 0;
            gradient[t] += (chance / all) * (own - pull[t]);
          }
        }
      }
      for (let t = 0; t < tastes; t++) taste[t] += (1.5 * gradient[t]) / (5 + history.length);
      let sum = 0;
      for (let topic = 0; topic < topics; topic++)
        sum += interests[topic] = PRIOR * prior[topic] + PER_ENGAGEMENT * counts[topic];
      for (let topic = 0; topic < topics; topic++) interests[topic] /= sum;
    }
    return { interests, taste };
  }

  /** What a topic's content weighs together, and how that moves with taste. */
  function poolOf(topic, taste, appeal) {
    let total = 1e-300;
    const pull = new Float64Array(tastes);
    for (const { item, share } of members[topic]) {
      const match = matchOf(taste, item);
      const weight = share * appeal(item) * liking(match);
      total += weight;
      if (Math.abs(match) < 2)
        for (let t = 0; t < tastes; t++) pull[t] += weight * tastePull * truth.itemTaste[item * tastes + t];
    }
    return { total, pull: pull.map((value) => value / total) };
  }

  return (user, history, seen, out) => {
    const level = levelOf(user);
    const appeal = (item) => truth.itemWeight[level * items + item];
    const { interests, taste } = estimate(user, history, appeal);
    const liked = Float64Array.from({ length: items }, (_, item) => appeal(item) * liking(matchOf(taste, item)));
    out.fill(0);
    for (const moment of moments) {
      const isOpen = (item) => seen[item] === 0 && truth.published[item] <= moment;
      let everything = 1e-300;
      for (let item = 0; item < items; item++) if (isOpen(item)) everything += appeal(item);
      for (let item = 0; item < items; item++) if (isOpen(item)) out[item] += (exploration * appeal(item)) / everything;
      for (let topic = 0; topic < topics; topic++) {
        if (interests[topic] < 1e-6) continue;
        let total = 1e-300;
        for (const { item, share } of members[topic]) if (isOpen(item)) total += share * liked[item];
        const by = ((1 - exploration) * interests[topic]) / total;
        for (const { item, share } of members[topic]) if (isOpen(item)) out[item] += by * share * liked[item];
      }
    }
  };
}

const cohortOf = ({ department, seniorityLevel }) => `${department} ${seniorityLevel}`;

/** What people of a department and seniority are interested in, by topic; sums to 1. */
function averageInterests({ topics, slots, slotTopic, late }, learners) {
  const sums = new Map();
  learners.forEach((learner, user) => {
    const key = cohortOf(learner);
    if (!sums.has(key)) sums.set(key, new Float64Array(topics));
    const own = sums.get(key);
    for (let slot = user * slots; slot < (user + 1) * slots; slot++)
      if (slotTopic[slot] >= 0) own[slotTopic[slot]] += late[slot];
  });
  return new Map(
    [...sums].map(([key, own]) => {
      const total = own.reduce((sum, interest) => sum + interest, 0);
      return [key, own.map((interest) => interest / total)];
    }),
  );
}
