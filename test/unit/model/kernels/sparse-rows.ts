import type { Random } from '../../../../src/model/random.js';

export interface Entries {
  readonly ptr: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
}

/** Rows of the given lengths with columns and values at random; a column may come twice. */
export function randomEntries(
  random: Random,
  lengths: readonly number[],
  columns: number,
  value: () => number,
): Entries {
  const ptr = Int32Array.from([0, ...lengths]);
  for (let r = 0; r < lengths.length; r++) ptr[r + 1] += ptr[r];
  const size = ptr[lengths.length];
  return {
    ptr,
    column: new Int32Array(size).map(() => random.integer(columns)),
    value: new Float32Array(size).map(value),
  };
}

/** Lengths that cross every bound of the kernels: empty, shorter and longer than the vectors, than a panel of 64. */
export const LENGTHS: readonly number[] = Array.from(
  { length: 120 },
  (_, r) => [0, 1, 2, 3, 5, 9, 30, 63, 64, 257][r % 10],
);
