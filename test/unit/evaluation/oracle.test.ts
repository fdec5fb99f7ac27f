import { describe, expect, it } from '@jest/globals';
import { generateSeed } from '../../../seed/generate.js';
import { createOracle } from '../../../src/evaluation/oracle.js';
import { decodeTruth, encodeTruth, type Truth } from '../../../src/evaluation/truth.js';

/** Two topics of two items each, one learner who cares for the first at the start and for the second at the end. */
const TRUTH: Truth = {
  userIds: ['u'],
  contentIds: ['a1', 'a2', 'b1', 'b2'],
  from: 0,
  to: 1000,
  exploration: 0.1,
  topics: 2,
  slots: 2,
  slotTopic: Int32Array.of(0, 1),
  early: Float32Array.of(1, 0),
  late: Float32Array.of(0, 1),
  tastes: 1,
  tastePull: 1,
  userTaste: Float32Array.of(0),
  itemTaste: Float32Array.of(0, 0, 0, 0),
  userLevel: Int32Array.of(0),
  steps: 1,
  levelUps: Float64Array.of(Infinity),
  levels: 2,
  itemWeight: Float64Array.of(3, 1, 1, 1, /* level 1 */ 1, 3, 1, 1),
  itemTopic: Int32Array.of(0, 0, 1, 1),
  itemSecondTopic: Int32Array.of(-1, -1, -1, -1),
  secondShare: 0.5,
  published: Float64Array.of(0, 0, 0, 0),
};

function scores(truth: Truth, from: number, to: number, seen: readonly number[] = [], user = 0): number[] {
  const out = new Float64Array(truth.contentIds.length);
  createOracle(truth, from, to).score(
    user,
    Uint8Array.from(truth.contentIds, (_, i) => Number(seen.includes(i))),
    out,
  );
  return [...out];
}
const close = (actual: readonly number[], expected: readonly number[]): void =>
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));

describe('the oracle', () => {
  it('gives the chances of the next pick, which sum to 1', () => {
    // At the start: 0.9 of the first topic, dealt 3 : 1, and 0.1 of everything, dealt 3 : 1 : 1 : 1.
    close(scores(TRUTH, 0, 0), [0.9 * 0.75 + 0.05, 0.9 * 0.25 + 1 / 60, 1 / 60, 1 / 60]);
    // At the end: of the second topic.
    close(scores(TRUTH, 1000, 1000), [0.05, 1 / 60, 0.45 + 1 / 60, 0.45 + 1 / 60]);
    // Over the whole year: half of each.
    close(scores(TRUTH, 0, 1000), [0.45 * 0.75 + 0.05, 0.45 * 0.25 + 1 / 60, 0.225 + 1 / 60, 0.225 + 1 / 60]);
  });

  it('deals what is seen or not yet published over the others', () => {
    close(scores(TRUTH, 0, 0, [0]), [0, 0.9 + 0.1 / 3, 0.1 / 3, 0.1 / 3]);
    const later = { ...TRUTH, published: Float64Array.of(0, 500, 0, 0) };
    close(scores(later, 0, 0), [0.9 + 0.06, 0, 0.02, 0.02]);
    close(scores(later, 500, 500).slice(1, 2), [0.45 * 0.25 + 1 / 60]);
  });

  it('follows the level, the taste and the second topic', () => {
    close(scores({ ...TRUTH, levelUps: Float64Array.of(100) }, 100, 100).slice(0, 2), [
      0.9 * 0.9 * 0.25 + 1 / 60,
      0.9 * 0.9 * 0.75 + 0.05,
    ]);
    const tasted = { ...TRUTH, userTaste: Float32Array.of(1), itemTaste: Float32Array.of(-1, 1, 0, 0) };
    const [first, second] = [3 * Math.exp(-1 - 2), Math.exp(1 - 2)];
    close(scores(tasted, 0, 0).slice(0, 2), [
      (0.9 * first) / (first + second) + 0.05,
      (0.9 * second) / (first + second) + 1 / 60,
    ]);
    const second2 = { ...TRUTH, itemSecondTopic: Int32Array.of(-1, -1, 0, -1) };
    close(scores(second2, 0, 0).slice(2, 3), [(0.9 * 0.5) / 4.5 + 1 / 60]);
  });

  it('ranks for a learner it does not know as everybody picks', () => {
    close(scores(TRUTH, 0, 1000, [], -1), [0.5, 1 / 6, 1 / 6, 1 / 6]);
    close(scores(TRUTH, 0, 0, [0, 1, 2, 3]), [0, 0, 0, 0]);
  });

  it('tells how generated engagements come about: the share of picks equals the chance given', () => {
    const size = { users: 400, contents: 120, engagements: 12_000 };
    const data = generateSeed(size, 3);
    const truth = data.truth();
    const oracle = createOracle(truth, truth.from, truth.to);
    const out = new Float64Array(size.contents);
    const seen = new Uint8Array(size.contents);
    let hits = 0;
    let rivals = 0;
    let at = 0;
    for (let user = 0; user < size.users; user++) {
      oracle.score(user, seen, out);
      const ranked = [...out.keys()].sort((a, b) => out[b]! - out[a]!);
      const top = new Set(ranked.slice(0, 12));
      const bottom = new Set(ranked.slice(-60));
      for (; at < data.engagements.length && data.engagements.userPk[at] === user; at++) {
        if (top.has(data.engagements.contentPk[at]!)) hits++;
        if (bottom.has(data.engagements.contentPk[at]!)) rivals++;
      }
    }
    // A tenth of the catalogue holds most of what a learner does, and the worse half little of it.
    expect(hits / size.engagements).toBeGreaterThan(0.35);
    expect(rivals / size.engagements).toBeLessThan(0.2);
  });
});

describe('the truth as bytes', () => {
  it('is read back as it was written', () => {
    const read = decodeTruth(encodeTruth(TRUTH));
    expect(read).toMatchObject(TRUTH);
  });

  it.each([Buffer.from('id,title\n'), Buffer.alloc(0)])('is nothing else', (bytes) => {
    expect(() => decodeTruth(bytes)).toThrow(/no truth/);
  });
});
