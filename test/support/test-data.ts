/*
 * What fillTestData in service.ts stores, worked out anew: the learner n of u1..u37 has engaged with eight of the ten items
 * of the topic n % 3 and with one of the next topic; u38..u40 with nothing.
 */

export interface LearnerHistory {
  /** Own topic, completed and liked, 900 seconds each. */
  readonly own: readonly string[];
  /** The one of another topic, viewed for 30 seconds. */
  readonly other: string;
  /** The two of the own topic that the learner has not seen: what should be recommended first. */
  readonly missing: readonly string[];
}

export function historyOfLearner(n: number): LearnerHistory {
  const topic = n % 3;
  const item = (j: number): string => `c${topic * 10 + ((n * 3 + j) % 10) + 1}`;
  return {
    own: Array.from({ length: 8 }, (_, j) => item(j)),
    other: `c${((topic + 1) % 3) * 10 + (n % 10) + 1}`,
    missing: [item(8), item(9)],
  };
}
