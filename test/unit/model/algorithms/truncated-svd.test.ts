import { describe, expect, it } from '@jest/globals';
import { SingularValueDecomposition } from 'ml-matrix';
import { truncatedSvd, type TruncatedSvd } from '../../../../src/model/algorithms/truncated-svd.js';
import { createSparse, type Engine } from '../../../../src/model/kernels/engine.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';

function compressed(rows: readonly (readonly number[])[], columns: number) {
  const ptr = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (const row of rows) {
    row.forEach((entry, j) => {
      if (entry === 0) return;
      column.push(j);
      value.push(entry);
    });
    ptr.push(column.length);
  }
  return { columns, ptr: Int32Array.from(ptr), column: Int32Array.from(column), value: Float32Array.from(value) };
}

const transposeOf = (rows: readonly (readonly number[])[]): number[][] =>
  Array.from({ length: rows[0].length }, (_, j) => rows.map((row) => row[j]));

function decompose(engine: Engine, rows: readonly (readonly number[])[], rank: number): TruncatedSvd {
  return engine.scope(() =>
    truncatedSvd(
      engine,
      createSparse(engine, compressed(rows, rows[0].length)),
      createSparse(engine, compressed(transposeOf(rows), rows.length)),
      rank,
      createRandom(1),
      () => undefined,
    ),
  );
}

const random = createRandom(2);
const dense = (rows: number, columns: number, share: number): number[][] =>
  Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (random.next() < share ? 1 + random.integer(5) : 0)),
  );
const product = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] =>
  a.map((row) => transposeOf(b).map((column) => row.reduce((sum, entry, k) => sum + entry * column[k], 0)));

const CASES: readonly [string, number[][], number][] = [
  ['a sparse matrix, few values of many', dense(150, 90, 0.1), 6],
  ['more values than a block takes', dense(80, 60, 0.3), 20],
  ['all values of a small matrix', dense(20, 12, 0.5), 12],
  ['fewer rows than columns', dense(9, 70, 0.4), 9],
  ['more values than there are', dense(5, 40, 0.5), 16],
  ['a matrix of rank 3', product(dense(120, 3, 0.7), dense(3, 50, 0.7)), 8],
  ['equal columns', dense(60, 10, 0.3).map((row) => [...row, ...row, ...row]), 10],
];

describe.each(allEngines())('the truncated decomposition on %s', (_name, engine) => {
  it.each(CASES)('of %s', (_what, rows, rank) => {
    const { singularValues, vectors } = decompose(engine, rows, rank);
    const exact = new SingularValueDecomposition(rows, { autoTranspose: true });
    const n = rows[0].length;
    const largest = exact.diagonal[0];
    for (let k = 0; k < rank; k++) {
      const expected = exact.diagonal[k] ?? 0;
      if (expected > 1e-3 * largest) expect(Math.abs(singularValues[k] / expected - 1)).toBeLessThan(1e-3);
      else expect(singularValues[k]).toBeLessThan(2e-3 * largest);
    }
    for (let a = 0; a < rank; a++) {
      for (let b = 0; b <= a; b++) {
        let inner = 0;
        for (let i = 0; i < n; i++) inner += vectors[i * rank + a] * vectors[i * rank + b];
        const unit = a === b && singularValues[a] > 0 ? 1 : 0;
        expect(Math.abs(inner - unit)).toBeLessThan(1e-3);
      }
    }
  });

  it('is the same every time', () => {
    const rows = CASES[0][1];
    expect(decompose(engine, rows, 6)).toEqual(decompose(engine, rows, 6));
  });

  it('of a matrix without entries is 0', () => {
    const { singularValues, vectors } = decompose(engine, [[0, 0, 0]], 2);
    expect([...singularValues, ...vectors].every((value) => value === 0)).toBe(true);
  });
});
