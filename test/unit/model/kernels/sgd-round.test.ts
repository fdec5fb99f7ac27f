import { describe, expect, it } from '@jest/globals';
import { readMatrix, type Engine } from '../../../../src/model/kernels/engine.js';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { createBlocks, sgdRound } from '../../../../src/model/kernels/sgd-round.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, SIZES } from './matrices.js';
import { randomEntries } from './sparse-rows.js';

const USERS = 70;
const ITEMS = 30;

function ratings(seed: number) {
  const random = createRandom(seed);
  const lengths = Array.from({ length: USERS }, (_, u) => u % 13);
  const { ptr, column, value } = randomEntries(random, lengths, ITEMS, () => random.integer(11));
  return { users: USERS, items: ITEMS, rowPtr: ptr, item: column, value };
}

/** Some epochs; users' vectors, items' vectors, users' biases, items' biases. */
function descended(engine: Engine, n: number, blocks: number): Float64Array[] {
  const data = ratings(n);
  return engine.scope(() => {
    const state = {
      users: matrixOf(engine, USERS, n, normals(createRandom(1), USERS * n)),
      items: matrixOf(engine, ITEMS, n, normals(createRandom(2), ITEMS * n)),
      userBias: engine.float64(USERS),
      itemBias: engine.float64(ITEMS),
      mean: 5,
    };
    const cut = createBlocks(engine, data, (e) => data.value[e], blocks);
    for (let epoch = 0; epoch < 3; epoch++)
      for (let round = 0; round < blocks; round++) sgdRound(engine, cut, round, state, 0.01, 0.001);
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
        createBlocks(engine, data, () => 8, 1),
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
    for (const blocks of [1, 4]) {
      const expected = descended(jsEngine, n, blocks);
      descended(engine, n, blocks).forEach((values, part) => expectClose(values, expected[part], 1e-4));
    }
  });
});

describe('sgdRound', () => {
  it('does not depend on the threads', () => {
    const two = descended(engines[2][1], 20, 4);
    descended(engines[1][1], 20, 4).forEach((values, part) => expectSameBytes(values, two[part]));
  });
});

describe('createBlocks', () => {
  it.each([1, 3, 8])('puts every rating into one of %i x %i blocks; those of a round share neither side', (blocks) => {
    const data = ratings(5);
    const cut = createBlocks(jsEngine, data, (e) => data.value[e], blocks);
    const all = Array.from(cut.user, (user, e) => `${user} ${cut.item[e]} ${cut.target[e]}`);
    const given = Array.from({ length: USERS }, (_, u) => u).flatMap((u) =>
      Array.from(
        data.item.subarray(data.rowPtr[u], data.rowPtr[u + 1]),
        (item, k) => `${u} ${item} ${data.value[data.rowPtr[u] + k]}`,
      ),
    );
    expect([...all].sort()).toEqual([...given].sort());
    if (blocks === 1) expect(all).toEqual(given);
    for (let round = 0; round < blocks; round++) {
      const owner = new Map<string, number>();
      for (let a = 0; a < blocks; a++) {
        const block = a * blocks + ((a + round) % blocks);
        for (let e = cut.ptr[block]; e < cut.ptr[block + 1]; e++)
          for (const side of [`user ${cut.user[e]}`, `item ${cut.item[e]}`]) {
            expect(owner.get(side) ?? a).toBe(a);
            owner.set(side, a);
          }
      }
    }
  });
});
