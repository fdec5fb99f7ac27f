import { describe, expect, it } from '@jest/globals';
import { readMatrix, type Engine } from '../../../../src/model/kernels/engine.js';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { createBlocks, sgdRound } from '../../../../src/model/kernels/sgd-round.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, SIZES } from './matrices.js';
import { randomEntries } from './sparse-rows.js';

const WHOLE = { blocks: 1, groups: 1 };
const USERS = 70;
const ITEMS = 30;

function ratings(seed: number) {
  const random = createRandom(seed);
  const lengths = Array.from({ length: USERS }, (_, u) => u % 13);
  const { ptr, column, value } = randomEntries(random, lengths, ITEMS, () => random.integer(11));
  return { users: USERS, items: ITEMS, rowPtr: ptr, item: column, value };
}

/** Some epochs; users' vectors, items' vectors, users' biases, items' biases. */
function descended(engine: Engine, n: number, blocks: number, groups: number): Float64Array[] {
  const data = ratings(n);
  return engine.scope(() => {
    const state = {
      users: matrixOf(engine, USERS, n, normals(createRandom(1), USERS * n)),
      items: matrixOf(engine, ITEMS, n, normals(createRandom(2), ITEMS * n)),
      userBias: engine.float64(USERS),
      itemBias: engine.float64(ITEMS),
      mean: 5,
    };
    const cut = createBlocks(engine, data, (e) => data.value[e], { blocks, groups });
    for (let epoch = 0; epoch < 3; epoch++)
      for (let round = 0; round < cut.rounds; round++) sgdRound(engine, cut, round, state, 0.01, 0.001);
    const { users, items, userBias, itemBias } = state;
    return [readMatrix(users), readMatrix(items), userBias, itemBias].map((array) => Float64Array.from(array));
  });
}

const engines = allEngines();
describe.each(engines)('sgdRound on %s', (_, engine) => {
  it('one rating by hand', () => {
    engine.scope(() => {
      const data = { users: 1, items: 1, rowPtr: Int32Array.of(0, 1), item: Int32Array.of(0) };
      const state = {
        users: matrixOf(engine, 1, 2, [1, 2]),
        items: matrixOf(engine, 1, 2, [3, -1]),
        userBias: engine.float64(1),
        itemBias: engine.float64(1),
        mean: 5,
      };
      state.userBias[0] = 1;
      // e = 8 - (5 + 1 + 0 + 1) = 1; rate 0.5, shrink 0.25
      sgdRound(
        engine,
        createBlocks(engine, data, () => 8, WHOLE),
        0,
        state,
        0.5,
        0.25,
      );
      expect([...readMatrix(state.users)]).toEqual([1 + 1.5 - 0.25, 2 - 0.5 - 0.5]);
      expect([...readMatrix(state.items)]).toEqual([3 + 0.5 - 0.75, -1 + 1 + 0.25]);
      expect([state.userBias[0], state.itemBias[0]]).toEqual([1 + 0.5 - 0.25, 0.5]);
    });
  });

  it.each(SIZES)('equals the TypeScript with %i columns, whole and in blocks', (n) => {
    for (const [blocks, groups] of [
      [1, 1],
      [4, 1],
      [2, 3],
    ]) {
      const expected = descended(jsEngine, n, blocks, groups);
      descended(engine, n, blocks, groups).forEach((values, part) => expectClose(values, expected[part], 1e-4));
    }
  });
});

describe('sgdRound', () => {
  it('does not depend on the threads', () => {
    const two = descended(engines[2][1], 20, 2, 3);
    descended(engines[1][1], 20, 2, 3).forEach((values, part) => expectSameBytes(values, two[part]));
  });
});

describe('createBlocks', () => {
  const data = ratings(5);
  const given = Array.from({ length: USERS }, (_, u) => u).flatMap((u) =>
    Array.from(
      data.item.subarray(data.rowPtr[u], data.rowPtr[u + 1]),
      (item, k) => `${u} ${item} ${data.value[data.rowPtr[u] + k]}`,
    ),
  );

  it.each([
    [1, 1],
    [3, 1],
    [8, 1],
    [2, 5],
  ])('puts every rating into one of %i x %i blocks; those of a round share neither side', (blocks, groups) => {
    const cut = createBlocks(jsEngine, data, (e) => data.value[e], { blocks, groups });
    const all = Array.from(cut.user, (user, e) => `${user} ${cut.item[e]} ${cut.target[e]}`);
    expect([...all].sort()).toEqual([...given].sort());
    if (blocks === 1 && groups === 1) expect(all).toEqual(given);
    expect(cut.rounds).toBe(blocks * groups);
    const inGroup = new Map<number, number>();
    for (let round = 0; round < cut.rounds; round++) {
      const group = Math.floor(round / blocks);
      const owner = new Map<string, number>();
      for (let a = 0; a < blocks; a++) {
        const block = (group * blocks + a) * blocks + ((a + round) % blocks);
        for (let e = cut.ptr[block]; e < cut.ptr[block + 1]; e++) {
          expect(inGroup.get(cut.user[e]) ?? group).toBe(group);
          inGroup.set(cut.user[e], group);
          for (const side of [`user ${cut.user[e]}`, `item ${cut.item[e]}`]) {
            expect(owner.get(side) ?? a).toBe(a);
            owner.set(side, a);
          }
        }
      }
    }
  });

  it('lays the second half of a block between its first', () => {
    // Learner 0 in part 0 and 1 in part 1; both parts of the items in order: block (0, 0) has 0 1 2, block (0, 1) has 3 4.
    const rows = {
      users: 2,
      items: 5,
      rowPtr: Int32Array.of(0, 5, 10),
      item: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4),
    };
    const cut = createBlocks(jsEngine, rows, (e) => e, { blocks: 2, groups: 1 });
    expect([...cut.ptr]).toEqual([0, 3, 5, 8, 10]);
    expect([...cut.item]).toEqual([0, 2, 1, 3, 4, 0, 2, 1, 3, 4]);
    expect([...cut.target]).toEqual([0, 2, 1, 3, 4, 5, 7, 6, 8, 9]);
  });
});
