import type { Matrix } from '../kernels/engine.js';
import type { Random } from '../random.js';

/** Random numbers between two pauses: some tens of milliseconds. */
const DRAWS = 2 ** 20;

/** Fills the rows, in their order, with normal numbers. */
export function drawRows(matrix: Matrix, deviation: number, stream: Random, pause: () => void): void {
  const { rows, columns, stride, values } = matrix;
  const every = Math.ceil(DRAWS / columns);
  for (let r = 0; r < rows; r++) {
    if (r % every === 0) pause();
    for (let f = 0; f < columns; f++) values[r * stride + f] = deviation * stream.normal();
  }
}
