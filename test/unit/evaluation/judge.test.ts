import { describe, expect, it } from '@jest/globals';
import { createJudge, WIDTH } from '../../../src/evaluation/judge.js';
import { LEARNER_METRICS } from '../../../src/evaluation/metrics/registry.js';
import type { Relevance } from '../../../src/evaluation/relevance.js';
import { learnerValues } from '../../../src/evaluation/report.js';
import { EXAMPLES } from './metrics/ranked-lists.js';

function relevanceOf(relevant: readonly (readonly number[])[]): Relevance {
  const ptr = [0];
  for (const items of relevant) ptr.push(ptr[ptr.length - 1] + items.length);
  return {
    users: Int32Array.from(relevant, (_, user) => user),
    ptr: Int32Array.from(ptr),
    items: Int32Array.from(relevant.flatMap((items) => [...items].sort((a, b) => a - b))),
  };
}

const context = {
  popularity: new Float64Array(10).fill(3),
  users: 6,
  contentSimilarity: (a: number, b: number) => (a % 2 === b % 2 ? 1 : 0),
};
const relevance = relevanceOf(EXAMPLES.map(({ relevant }) => relevant));

function judged(list: readonly number[], learner: number, more: Partial<Parameters<typeof createJudge>[1]> = {}) {
  const out = new Float64Array(WIDTH + 2).fill(-1);
  createJudge(relevance, { ...context, ...more }, 10, 5)(learner, list, out, 1);
  expect([out[0], out[WIDTH + 1]]).toEqual([-1, -1]);
  return Object.fromEntries(LEARNER_METRICS.map(({ name }, n) => [name, out[n + 1]]));
}

describe('a judge', () => {
  it('writes every measure of one learner, in the order of the registry', () => {
    // Relevant are 1, 5, 9, hit at ranks 2 and 5 of 5. Numbers of scikit-learn, see EXAMPLES.
    expect(judged(EXAMPLES[0].list, 0)).toEqual({
      precision: 0.4,
      recall: expect.closeTo(2 / 3, 12),
      ndcg: expect.closeTo(0.4776237035032179, 12),
      map: expect.closeTo(0.3, 12),
      mrr: 0.5,
      hitRate: 1,
      novelty: expect.closeTo(1, 12), // (3 + 1) / (6 + 2) is one half: one bit
      diversity: expect.closeTo(0.6, 12), // two even and three odd items: 6 mixed pairs of 10
      prerequisiteViolations: NaN,
    });
  });

  it('marks measures that a list is too short for', () => {
    expect(judged([], 0)).toMatchObject({ precision: 0, novelty: NaN, diversity: NaN });
    expect(judged([1], 0)).toMatchObject({ novelty: 1, diversity: NaN });
  });

  it('keeps learners apart, also when they come by turns', () => {
    const judge = createJudge(relevance, context, 10, 5);
    const out = new Float64Array(WIDTH);
    const hits = [0, 1, 0].map((learner) => {
      judge(learner, [1, 2], out, 0);
      return out[0];
    });
    // 1 is relevant to learner 0, 2 to learner 1: one hit of five each.
    expect(hits).toEqual([0.2, 0.2, 0.2]);
  });

  it('counts the places whose prerequisites are not completed', () => {
    const isUnready = (learner: number, item: number): boolean => learner === 0 && item > 3;
    expect(judged([3, 1, 4, 0, 5], 0, { isUnready })).toMatchObject({ prerequisiteViolations: 0.4 });
    expect(judged([3, 1, 4, 0, 5], 1, { isUnready })).toMatchObject({ prerequisiteViolations: 0 });
    expect(judged([], 0, { isUnready })).toMatchObject({ prerequisiteViolations: NaN });
  });
});

describe('learnerValues', () => {
  it('has one value per learner and ranking measure', () => {
    const lists = EXAMPLES.map(({ list }) => list);
    const values = learnerValues(lists, relevance, 10, 5);
    expect([...values.precision]).toEqual([0.4, 0.4, 0, 1]);
    [0.4776237035032179, 1, 0, 1].forEach((ndcg, n) => expect(values.ndcg[n]).toBeCloseTo(ndcg, 12));
    expect(Object.keys(values)).toEqual(['precision', 'recall', 'ndcg', 'map', 'mrr', 'hitRate']);
    expect(() => learnerValues(lists.slice(1), relevance, 10, 5)).toThrow(RangeError);
  });
});
