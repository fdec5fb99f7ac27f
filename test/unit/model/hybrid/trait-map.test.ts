import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { fitTraitMap, restoreTraitMap, type TraitMap } from '../../../../src/model/hybrid/trait-map.js';
import { traitKey, traitsOf, type LearnerTraits } from '../../../../src/model/hybrid/traits.js';
import type { Interactions } from '../../../../src/model/interactions.js';

/** Learners' items as interactions; a negative item, -1 - i, is item i disliked. */
function dataOf(lists: readonly (readonly number[])[], items: number): Interactions {
  const flat = lists.flat();
  const rowPtr = new Int32Array(lists.length + 1);
  lists.forEach((list, u) => (rowPtr[u + 1] = rowPtr[u] + list.length));
  return {
    users: lists.length,
    items,
    size: flat.length,
    rowPtr,
    item: Int32Array.from(flat, (i) => (i < 0 ? -1 - i : i)),
    strength: Float32Array.from(flat, (i) => (i < 0 ? 0 : 1)),
    rating: new Float32Array(flat.length),
    timestamp: new Float64Array(flat.length),
    disliked: Uint8Array.from(flat, (i) => (i < 0 ? 1 : 0)),
  };
}
const learner = (title: string | null, department: string | null = null): LearnerTraits => ({
  title,
  department,
  seniorityLevel: null,
});
const predicted = (map: TraitMap, who: LearnerTraits, items: number): number[] => {
  const out = new Float64Array(items);
  map.predict(who, out);
  return [...out];
};

describe('traitsOf', () => {
  it('are the words of the title, the title itself, department and seniority, folded, each once', () => {
    const of = (title: string | null, department: string | null, seniorityLevel: LearnerTraits['seniorityLevel']) =>
      traitsOf({ title, department, seniorityLevel }).map(traitKey);
    expect(of('Data Data Analyst', ' Sales ', 'MID')).toEqual([
      'title:data',
      'title:analyst',
      'title:data data analyst',
      'department:sales',
      'seniorityLevel:MID',
    ]);
    expect(of('Chef', '', null)).toEqual(['title:chef']);
    expect(of(null, null, null)).toEqual([]);
  });
});

describe('fitTraitMap', () => {
  const WHO = [
    ...Array.from({ length: 12 }, () => learner('Cook', 'Kitchen')),
    ...Array.from({ length: 8 }, () => learner('Baker', 'Kitchen')),
    ...Array.from({ length: 10 }, () => learner('Clerk')),
    ...Array.from({ length: 4 }, () => learner('Rare')),
  ];
  const LISTS = WHO.map(({ title }, n): number[] =>
    title === 'Cook' ? [0, 1, n % 5] : title === 'Baker' ? [0, 2] : title === 'Clerk' ? [3, 4, -1] : [n % 5],
  ).map((list) => [...new Set(list)]);
  const map = fitTraitMap(dataOf(LISTS, 5), (u) => WHO[u])!;

  it('is the ridge regression of shares on traits, where eight factors hold all of it', () => {
    // The definition, by matrices: weights n^0.5, centred, 100 learners of mean weight on the diagonal.
    const names = ['department:kitchen', 'title:cook', 'title:clerk', 'title:baker'];
    expect(map.state().traits.map(traitKey)).toEqual(names);
    const liked = LISTS.map((list) => list.filter((i) => i >= 0));
    const w = liked.map((list) => Math.sqrt(list.length));
    const total = w.reduce((a, b) => a + b, 0);
    const x = WHO.map((who) => names.map((name) => (traitsOf(who).map(traitKey).includes(name) ? 1 : 0)));
    const p = liked.map((list) => [0, 1, 2, 3, 4].map((i) => (list.includes(i) ? 1 / list.length : 0)));
    const meanOf = (rows: number[][]): number[] =>
      rows[0].map((_, c) => rows.reduce((sum, row, u) => sum + w[u] * row[c], 0) / total);
    const [m, mean] = [meanOf(x), meanOf(p)];
    const centred = new Matrix(x.map((row) => row.map((value, c) => value - m[c])));
    const weights = Matrix.diag(w);
    const gram = centred.transpose().mmul(weights).mmul(centred);
    const right = centred
      .transpose()
      .mmul(weights)
      .mmul(new Matrix(p.map((row) => row.map((value, c) => value - mean[c]))));
    const b = inverse(gram.add(Matrix.eye(4, 4).mul((100 * total) / 34))).mmul(right);
    for (const who of [learner('Cook', 'Kitchen'), learner('Clerk'), learner(null, 'Kitchen')]) {
      const own = names.map((name) => (traitsOf(who).map(traitKey).includes(name) ? 1 : 0));
      const at = new Matrix([own.map((value, c) => value - m[c])]).mmul(b).to1DArray();
      predicted(map, who, 5).forEach((share, i) => expect(share).toBeCloseTo(mean[i] + at[i], 6));
    }
  });

  it('leaves out what fewer than five learners have in common, and knows what it knows', () => {
    expect(map.known(learner('Rare'))).toEqual([]);
    expect(map.known(learner('Cook', 'Office'))).toEqual([{ field: 'title', term: 'cook' }]);
  });

  it('gives those who share a trait what they like more than others do', () => {
    const [cook, clerk] = [predicted(map, learner('Cook', 'Kitchen'), 5), predicted(map, learner('Clerk'), 5)];
    expect(cook[1]).toBeGreaterThan(clerk[1]);
    expect(clerk[3]).toBeGreaterThan(cook[3]);
    // Dislikes count for nothing: clerks dislike item 0, and nobody of them likes it.
    expect(clerk[0]).toBeLessThan(cook[0]);
  });

  it('is explained exactly, and comes back from its stored form', () => {
    const restored = restoreTraitMap(map.state());
    for (const who of [learner('Cook', 'Kitchen'), learner('Baker'), learner('Rare')]) {
      const shares = predicted(map, who, 5);
      expect(predicted(restored, who, 5)).toEqual(shares);
      shares.forEach((share, i) => {
        const { everybody, traits } = map.explain(who, i);
        expect(traits.reduce((sum, { amount }) => sum + amount, everybody)).toBeCloseTo(share, 9);
        expect(traits.map(({ trait }) => trait)).toEqual(map.known(who));
      });
    }
  });

  it('writes 0 for items that came later', () => {
    expect(predicted(map, learner('Cook'), 7).slice(5)).toEqual([0, 0]);
    expect(map.explain(learner('Cook'), 6)).toEqual({ everybody: 0, traits: [] });
  });

  it('is null where nothing can be learnt', () => {
    expect(fitTraitMap(dataOf(LISTS, 5), () => undefined)).toBeNull();
    expect(fitTraitMap(dataOf([], 5), () => learner('Cook'))).toBeNull();
    expect(
      fitTraitMap(
        dataOf(
          WHO.map(() => []),
          5,
        ),
        (u) => WHO[u],
      ),
    ).toBeNull();
  });

  it('law: shares of any learner sum to 1, whatever was learnt', () => {
    const titles = fc.constantFrom(null, 'Cook', 'Head Cook', 'Clerk', 'Baker', 'Junior Baker');
    const row = fc.tuple(titles, fc.uniqueArray(fc.integer({ min: -6, max: 5 }), { maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 20, maxLength: 60 }), titles, (rows, title) => {
        const lists = rows.map(([, list]) => list.filter((i) => i < 0 || !list.includes(-1 - i)));
        const some = fitTraitMap(dataOf(lists, 6), (u) => learner(rows[u][0]));
        if (!some) return;
        const shares = predicted(some, learner(title), 6);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      }),
      { numRuns: 200 },
    );
  });
});
