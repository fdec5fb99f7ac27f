import { strideOf, type Engine } from './engine.js';

/**
 * Copies a small matrix into the engine the way the compiled kernels read it: eight columns together, 32 bytes a row.
 * @param values `rows` x `columns`, row-major
 * @param padding what the diagonal beyond `columns` holds
 */
export function createTiles(
  engine: Engine,
  values: Float64Array,
  rows: number,
  columns: number,
  padding = 0,
): { readonly values: Float32Array; readonly rows: number } {
  const padded = padding === 0 ? rows : strideOf(rows);
  const tiles = engine.float32(padded * strideOf(columns));
  const place = (i: number, j: number): number => ((j >> 3) * padded + i) * 8 + (j & 7);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) tiles[place(i, j)] = values[i * columns + j];
  for (let i = rows; i < padded; i++) tiles[place(i, i)] = padding;
  return { values: tiles, rows: padded };
}
