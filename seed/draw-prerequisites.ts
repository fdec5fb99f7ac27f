import type { DifficultyLevel } from '../src/model/engagement.js';
import type { Random } from '../src/model/random.js';

/** What of a piece of content decides what it may require. */
export interface Requirable {
  readonly id: string;
  readonly difficultyLevel: DifficultyLevel | null;
  readonly publishedAt: Date;
  /** What the title is about, within the topic. */
  readonly subject: string;
  /** Index of the topic. */
  readonly topic: number;
}

/** By level: the level below, and the chance that something of it is required. */
const STEPS = {
  BEGINNER: null,
  INTERMEDIATE: { requires: 'BEGINNER', share: 0.35 },
  ADVANCED: { requires: 'INTERMEDIATE', share: 0.6 },
  ALL: null,
} as const;
/** Of content that requires something, the chance that it requires a second piece. */
const SECOND_SHARE = 0.25;

/**
 * Ids of the prerequisites of each piece of content: one level below, of the same topic (of the same subject where there is
 * any), and published before. So there are no circles. Engagements do not depend on them: learners take what they like.
 */
export function drawPrerequisites(contents: readonly Requirable[], random: Random): string[][] {
  const groups = new Map<string, Requirable[]>();
  const add = (key: string, content: Requirable): void => {
    const group = groups.get(key);
    if (group) group.push(content);
    else groups.set(key, [content]);
  };
  for (const content of contents) {
    add(`${content.topic} ${content.difficultyLevel}`, content);
    add(`${content.topic} ${content.difficultyLevel} ${content.subject}`, content);
  }
  for (const group of groups.values()) group.sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
  return contents.map(({ topic, subject, difficultyLevel, publishedAt }) => {
    // The same draws for every piece of content, so that one does not move the others.
    const [any, second, first, next] = [random.next(), random.next(), random.next(), random.next()];
    const step = STEPS[difficultyLevel ?? 'ALL'];
    if (!step || any >= step.share) return [];
    const level = groups.get(`${topic} ${step.requires}`) ?? [];
    const alike = groups.get(`${topic} ${step.requires} ${subject}`) ?? [];
    const before = earlier(level, publishedAt);
    const alikeBefore = earlier(alike, publishedAt);
    if (before === 0) return [];
    const chosen = alikeBefore > 0 ? alike[Math.floor(first * alikeBefore)] : level[Math.floor(first * before)];
    const other = level[Math.floor(next * before)];
    return second < SECOND_SHARE && other !== chosen ? [chosen.id, other.id] : [chosen.id];
  });
}

/** How many of a list that is sorted by publication were published before an instant. */
function earlier(sorted: readonly Requirable[], instant: Date): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].publishedAt < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
