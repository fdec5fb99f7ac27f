import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../../../src/model/kernels/engine.js';
import { topRows, type TopRows } from '../../../../src/model/kernels/top-rows.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { matrixOf, normals, product, SIZES } from './matrices.js';
import { randomEntries, type Entries } from './sparse-rows.js';

const top = (
  engine: Engine,
  n: number,
  users: ArrayLike<number>,
  items: ArrayLike<number>,
  seen: Entries,
  k: number,
): TopRows =>
  engine.scope(() => {
    const ptr = engine.int32(seen.ptr.length);
    ptr.set(seen.ptr);
    const column = engine.int32(seen.column.length);
    column.set(seen.column);
    const [rows, others] = [users, items].map((values) => matrixOf(engine, values.length / n, n, values));
    return topRows(engine, rows, others, { ptr, column }, k);
  });

const NOTHING_SEEN = (users: number): Entries => ({
  ptr: new Int32Array(users + 1),
  column: new Int32Array(0),
  value: new Float32Array(0),
});

const engines = allEngines();
describe.each(engines)('topRows on %s', (_, engine) => {
  it('best first; ties to the lower place; what was seen left out; -1 where nothing is left', () => {
    const seen = { ptr: Int32Array.of(0, 0, 2), column: Int32Array.of(1, 3), value: new Float32Array(2) };
    const { items, scores } = top(engine, 1, [1, -1], [5, 7, 5, 1], seen, 3);
    expect([...items]).toEqual([1, 0, 2, 0, 2, -1]);
    expect([...scores]).toEqual([7, 5, 5, -5, -5, -Infinity]);
  });

  it('ties to the lower place, also where the others are longer; a row of zeros takes the first that it has not seen', () => {
    const items = [2, 0, 2, 5, 2, -9, 1, 99];
    expect([...top(engine, 2, [1, 0], items, NOTHING_SEEN(1), 1).items]).toEqual([0]);
    expect([...top(engine, 2, [1, 0], items, NOTHING_SEEN(1), 4).items]).toEqual([0, 1, 2, 3]);
    const seen = { ptr: Int32Array.of(0, 2), column: Int32Array.of(0, 2), value: new Float32Array(2) };
    const { items: found, scores } = top(engine, 2, [0, 0], items, seen, 3);
    expect([...found]).toEqual([1, 3, -1]);
    expect([...scores].map(Math.abs)).toEqual([0, 0, Infinity]);
  });

  it('tells products apart that differ by less than what rounding to 16 bits loses', () => {
    // One column is a million times as long as the others, whose products differ in the seventh digit.
    const small = Array.from({ length: 40 }, (_, i) => 1e-3 * (1 + ((7 * i) % 40) * 2 ** -20));
    const { items } = top(engine, 1, [1e-5], [-1000, ...small], NOTHING_SEEN(1), 40);
    expect([...items]).toEqual(small.map((_, i) => i + 1).sort((a, b) => small[b - 1] - small[a - 1]));
  });

  it.each([
    ['nobody', 0, 5, 3],
    ['no catalogue', 3, 0, 3],
    ['no places', 3, 5, 0],
  ])('%s: an empty answer', (_case, users, items, k) => {
    const found = top(engine, 2, new Float32Array(2 * users), new Float32Array(2 * items), NOTHING_SEEN(users), k);
    expect(found.items).toEqual(new Int32Array(users * k).fill(-1));
  });

  it.each(SIZES)(
    'agrees with a full sort, %i columns, more learners than a group and more items than a mask word',
    (n) => {
      const random = createRandom(n);
      const users = normals(random, 130 * n);
      const items = normals(random, 203 * n);
      const seen = randomEntries(
        random,
        Array.from({ length: 130 }, (_user, u) => u % 40),
        203,
        () => 1,
      );
      const found = top(engine, n, users, items, seen, 10);
      const itemsByColumn = Float32Array.from(
        { length: 203 * n },
        (_v, c) => items[(c % 203) * n + Math.floor(c / 203)],
      );
      const scores = product(users, itemsByColumn, 130, 203, n);
      const wrong: unknown[] = [];
      for (let u = 0; u < 130; u++) {
        const left = new Set(Array.from({ length: 203 }, (_item, i) => i));
        for (let e = seen.ptr[u]; e < seen.ptr[u + 1]; e++) left.delete(seen.column[e]);
        const row = scores.subarray(203 * u, 203 * (u + 1));
        const expected = [...left].sort((a, b) => row[b] - row[a]);
        found.items.subarray(u * 10, u * 10 + 10).forEach((item, rank) => {
          // Products that differ by less than single precision may stand either way; nothing seen and nothing twice.
          const near = item === expected[rank] || row[expected[rank]] - row[item] < 1e-4;
          if (!left.delete(item) || !near) wrong.push({ u, rank, item, expected: expected[rank] });
        });
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('topRows', () => {
  it('does not depend on the threads', () => {
    const random = createRandom(4);
    const users = normals(random, 300 * 9);
    const items = normals(random, 203 * 9);
    const [one, two] = engines.slice(1).map(([, engine]) => top(engine, 9, users, items, NOTHING_SEEN(300), 7));
    expect(two).toEqual(one);
  });
});
