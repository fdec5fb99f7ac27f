import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { engagementScore, engagementStrength, MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import {
  buildInteractions,
  byItem,
  createVocabulary,
  distinctSorted,
  historyOf,
  type Interactions,
} from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import { columnsOf, interactionsByKey, interactionsOf, type Row } from '../../support/datasets.js';

const DAY = 86_400_000;
const [VIEWED, COMPLETED, SHARED] = [0, 2, 3];

/** One learner's pairs as plain objects. */
function pairsOf(data: Interactions, user: number) {
  const history = historyOf(data, user);
  return Array.from(history.items, (item, k) => ({
    item,
    strength: history.strength[k],
    rating: history.rating[k],
    at: history.timestamp[k],
    disliked: history.disliked[k] === 1,
  }));
}

describe('vocabulary', () => {
  const keys = Int32Array.of(5, 38_409_912, 2_147_483_647, -2_147_483_648, 0, -1);

  it('maps keys to their places and back', () => {
    const vocabulary = createVocabulary(keys);
    expect(vocabulary.size).toBe(6);
    expect(Array.from(keys, (key) => vocabulary.indexOf(key))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(vocabulary.keys).toBe(keys);
  });

  it('answers -1 for everything else', () => {
    const vocabulary = createVocabulary(keys);
    for (const other of [1, 6, -5, 2_147_483_646, 5.5, Number.NaN, Infinity, 2 ** 32 + 5])
      expect(vocabulary.indexOf(other)).toBe(-1);
    expect(createVocabulary(new Int32Array(0)).indexOf(0)).toBe(-1);
  });

  it('agrees with a Map', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { maxLength: 200 }), fc.array(fc.integer()), (known, others) => {
        const places = new Map(known.map((key, place) => [key, place]));
        const vocabulary = createVocabulary(Int32Array.from(known));
        for (const key of [...known, ...others]) expect(vocabulary.indexOf(key)).toBe(places.get(key) ?? -1);
      }),
    );
  });

  it('distinct values ascend by number', () => {
    expect(distinctSorted(Int32Array.of(10, 9, -3, 10, 100, 9))).toEqual(Int32Array.of(-3, 9, 10, 100));
    expect(distinctSorted(new Int32Array(0))).toHaveLength(0);
  });
});

describe('interactions', () => {
  it('add strengths and average ratings of a pair, and keep its last instant', () => {
    const data = interactionsOf(
      [
        { user: 0, item: 1, at: 2000, type: COMPLETED, seconds: 600 }, // score 2, strength 3 * 1.2
        { user: 0, item: 1, at: 5000, type: VIEWED }, // score 0, strength 1
        { user: 0, item: 1, at: 1000, type: SHARED, seconds: 300, liked: true }, // score 6, strength 4 * 1.6
      ],
      1,
      2,
    );
    expect(data.size).toBe(1);
    const [pair] = pairsOf(data, 0);
    expect(pair).toMatchObject({ item: 1, at: 5000, disliked: false });
    expect(pair.strength).toBeCloseTo(3.6 + 1 + 6.4, 5);
    expect(pair.rating).toBeCloseTo(8 / 3, 6);
  });

  it('let the latest opinion decide: a dislike after a like has strength 0', () => {
    const like = { user: 0, item: 0, at: 1000, liked: true };
    const dislike = { user: 0, item: 0, at: 2000, liked: false };
    const view = { user: 0, item: 0, at: 3000 };
    const [disliked] = pairsOf(interactionsOf([like, dislike, view], 1, 1), 0);
    expect(disliked).toMatchObject({ strength: 0, disliked: true, at: 3000 });
    expect(disliked.rating).toBeCloseTo(5 / 3, 6);
    const [forgiven] = pairsOf(interactionsOf([{ ...dislike, at: 500 }, like, view], 1, 1), 0);
    expect(forgiven.disliked).toBe(false);
    expect(forgiven.strength).toBeCloseTo(1.5 + 0 + 1, 6);
  });

  it('let a dislike win over a like of the same instant, in either order of the rows', () => {
    const like = { user: 0, item: 0, at: 1000, liked: true };
    const dislike = { user: 0, item: 0, at: 1000, liked: false };
    for (const rows of [
      [like, dislike],
      [dislike, like],
    ])
      expect(pairsOf(interactionsOf(rows, 1, 1), 0)[0].disliked).toBe(true);
  });

  it('stand in time order within a learner, ties by item', () => {
    const rows = [
      { user: 1, item: 3, at: 5000 },
      { user: 1, item: 0, at: 9000 },
      { user: 0, item: 2, at: 7000 },
      { user: 1, item: 1, at: 5000 },
      { user: 1, item: 2, at: 1000 },
    ];
    const data = interactionsOf(rows, 3, 4);
    expect(data.rowPtr).toEqual(Int32Array.of(0, 1, 5, 5));
    expect([...historyOf(data, 1).items]).toEqual([2, 1, 3, 0]);
    expect(historyOf(data, 2).length).toBe(0);
  });

  it('halve strength per half-life, back from the newest engagement used or from a given instant', () => {
    const rows = [
      { user: 0, item: 0, at: 0 },
      { user: 0, item: 1, at: 20 * DAY },
      { user: 9, item: 1, at: 500 * DAY },
    ];
    const strengths = (now?: number): number[] => {
      const options = now === undefined ? { halfLifeDays: 10 } : { halfLifeDays: 10, now };
      return pairsOf(interactionsOf(rows, 1, 2, options), 0).map((pair) => pair.strength);
    };
    expect(strengths()).toEqual([0.25, 1]);
    expect(strengths(30 * DAY)).toEqual([0.125, 0.5]);
    expect(strengths(10 * DAY)).toEqual([0.5, 1]);
  });

  it('use the selected rows only, and leave out what is in no vocabulary', () => {
    const columns = columnsOf([
      { user: 10, item: 100 },
      { user: 20, item: 100 },
      { user: 10, item: 200 },
      { user: 10, item: 300 },
    ]);
    const users = createVocabulary(Int32Array.of(10, 30));
    const items = createVocabulary(Int32Array.of(100, 300));
    expect([...buildInteractions(columns, users, items).item]).toEqual([0, 1]);
    const some = buildInteractions(columns, users, items, { rows: Int32Array.of(3, 1) });
    expect([...some.item]).toEqual([1]);
    expect(some.rowPtr).toEqual(Int32Array.of(0, 1, 1));
    expect(buildInteractions(columns, users, items, { rows: new Int32Array(0) }).size).toBe(0);
  });

  it('take memory by the number of keys: ids up to 2147483647 give the same arrays as 1, 2, 3', () => {
    const rows = (ids: readonly number[]): Row[] => [
      { user: ids[0], item: ids[1] },
      { user: ids[2], item: ids[0] },
      { user: ids[2], item: ids[2] },
    ];
    expect(interactionsByKey(rows([5, 38_409_912, 2_147_483_647]))).toEqual(interactionsByKey(rows([1, 2, 3])));
  });

  it('agree with a literal merge of the pairs, whatever the rows and their order', () => {
    const row = fc.record({
      user: fc.nat(3),
      item: fc.nat(30),
      at: fc.nat(20).map((day) => day * DAY),
      seconds: fc.integer({ min: MISSING, max: 3000 }),
      liked: fc.constantFrom(true, false, null),
      type: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.integer(), (rows, seed) => {
        const data = interactionsOf(rows, 4, 31, { halfLifeDays: 7 });
        for (let user = 0; user < 4; user++) {
          const expected = literally(rows, user, 7);
          const pairs = pairsOf(data, user);
          expect(pairs.map(({ item, at, disliked }) => ({ item, at, disliked }))).toEqual(
            expected.map(({ item, at, disliked }) => ({ item, at, disliked })),
          );
          pairs.forEach((pair, k) => {
            expect(pair.strength).toBeCloseTo(expected[k].strength, 4);
            expect(pair.rating).toBeCloseTo(expected[k].rating, 5);
          });
        }
        const shuffled = createRandom(seed).shuffle([...rows]);
        expect(interactionsOf(shuffled, 4, 31, { halfLifeDays: 7 })).toEqual(data);
      }),
    );
  });

  it('list the same pairs by item, learners ascending', () => {
    const rows = [
      { user: 2, item: 0, at: 1 },
      { user: 0, item: 2, at: 5 },
      { user: 0, item: 0, at: 9 },
      { user: 1, item: 2, at: 0 },
    ];
    const data = interactionsOf(rows, 3, 4);
    const { colPtr, user, entry } = byItem(data);
    expect(colPtr).toEqual(Int32Array.of(0, 2, 2, 4, 4));
    expect([...user]).toEqual([0, 2, 0, 1]);
    expect(Array.from(entry, (e) => data.item[e])).toEqual([0, 0, 2, 2]);
    expect(Array.from(entry, (e) => data.timestamp[e])).toEqual([9, 1, 5, 0]);
  });
});

/** The definition, pair by pair over all rows. */
function literally(rows: readonly Row[], user: number, halfLifeDays: number) {
  const columns: EngagementColumns = columnsOf(rows);
  const newest = Math.max(...columns.timestamp);
  const places = rows.map((_, place) => place).filter((place) => columns.userPk[place] === user);
  const items = [...new Set(places.map((place) => columns.contentPk[place]))];
  return items
    .map((item) => {
      const own = places.filter((place) => columns.contentPk[place] === item);
      const at = Math.max(...own.map((place) => columns.timestamp[place]));
      const opinions = own.filter((place) => columns.liked[place] !== MISSING);
      const lastOpinion = Math.max(...opinions.map((place) => columns.timestamp[place]));
      const disliked = opinions.some((place) => columns.timestamp[place] === lastOpinion && columns.liked[place] === 0);
      const sum = (value: (place: number) => number): number => own.reduce((total, place) => total + value(place), 0);
      const strength = sum((place) =>
        engagementStrength(
          columns.type[place],
          columns.durationSeconds[place],
          columns.liked[place],
          (newest - columns.timestamp[place]) / DAY,
          halfLifeDays,
        ),
      );
      const rating = sum((place) => engagementScore(columns.durationSeconds[place], columns.liked[place])) / own.length;
      return { item, at, disliked, strength: disliked ? 0 : strength, rating };
    })
    .sort((a, b) => a.at - b.at || a.item - b.item);
}
