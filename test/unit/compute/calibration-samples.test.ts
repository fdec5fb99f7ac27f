import { expect, it } from '@jest/globals';
import { sampleHalves } from '../../../src/compute/calibration-samples.js';
import type { Relevance } from '../../../src/evaluation/relevance.js';
import type { CalibrationSamples } from '../../../src/model/hybrid/calibrate.js';
import { historyOf } from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import { interactionsOf, tasteRows } from '../../support/datasets.js';

const LEARNERS = 40;
const ITEMS = 2000;
const train = interactionsOf(tasteRows(createRandom(8), LEARNERS, ITEMS, 6), LEARNERS, ITEMS);
/** Each learner finds one item that they had not seen. */
const found = Int32Array.from({ length: LEARNERS }, (_, user) => {
  const seen = new Set(historyOf(train, user).items);
  let item = 7 * user;
  while (seen.has(item)) item++;
  return item;
});
const relevance: Relevance = {
  users: Int32Array.from({ length: LEARNERS }, (_, user) => user),
  ptr: Int32Array.from({ length: LEARNERS + 1 }, (_, n) => n),
  items: found,
};

const sample = (): Record<'collaborative' | 'content', CalibrationSamples> =>
  sampleHalves(
    train,
    relevance,
    ITEMS,
    (_history, out) => {
      for (let i = 0; i < ITEMS; i++) {
        out.collaborative[i] = i;
        out.content[i] = -i;
      }
    },
    createRandom(1),
    () => undefined,
  );

it('keeps all that is relevant, once, and the best scores of each half', () => {
  const halves = sample();
  for (const [half, sign] of [
    ['collaborative', 1],
    ['content', -1],
  ] as const) {
    const { score, relevant, weight } = halves[half];
    const positive = Array.from(score.keys()).filter((n) => relevant[n] === 1);
    expect(positive.map((n) => sign * score[n])).toEqual([...found]);
    expect(positive.every((n) => weight![n] === 1)).toBe(true);
    const best = half === 'collaborative' ? ITEMS - 1 : 0;
    const seenBy = Array.from({ length: LEARNERS }, (_, user) => historyOf(train, user).items.includes(best));
    const kept = score.filter((value) => sign * value === best).length;
    expect(kept).toBe(seenBy.filter((seen) => !seen).length);
  }
});

it('stands for all that was not seen: the weights sum to its number, within what chance takes', () => {
  const unseen = LEARNERS * ITEMS - train.size;
  for (const { weight, score } of Object.values(sample())) {
    const total = weight!.reduce((sum, one) => sum + one, 0);
    // Each learner's share of the rest is drawn as one of 16 offsets: its error is below 16 a learner.
    expect(Math.abs(total - unseen)).toBeLessThan(16 * LEARNERS);
    expect(score.length).toBeLessThan(unseen / 5);
  }
});

it('is the same for the same seed', () => {
  expect(sample()).toEqual(sample());
});
