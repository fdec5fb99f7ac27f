import { addOuter, factorDiagonal, solveBlock, subtractOuter, zero } from './tiles';

/** Rows and columns of a block. */
const BLOCK = 64;
/** Rows of a product that are summed at a time: the tiles of one block stay in the first-level cache. */
const DEPTH = 128;

/** Tiles `from` to `to - 1` of `tiled`: the upper triangle of `matrix`, with ones on the diagonal beyond `n`. */
export function spdPack(matrix: usize, n: i32, size: i32, tiled: usize, from: i32, to: i32, _scratch: usize): void {
  const rowBytes = (<usize>size) << 2;
  for (let t = from; t < to; t++) {
    const tile = tiled + ((<usize>t * <usize>size) << 5);
    for (let r = 0; r < min<i32>(n, 8 * t + 8); r++) {
      const row = matrix + <usize>r * rowBytes + ((<usize>t) << 5);
      v128.store(tile + ((<usize>r) << 5), v128.load(row));
      v128.store(tile + ((<usize>r) << 5), v128.load(row, 16), 16);
    }
    for (let r = max<i32>(n, 8 * t); r < 8 * t + 8; r++) {
      zero(tile + ((<usize>r) << 5), 32);
      store<f32>(tile + ((<usize>r) << 5) + ((<usize>(r & 7)) << 2), 1);
    }
  }
}

/** `C -= A'B` on the rows `first` to `last - 1` of A and B: rows `row` of C by the columns of A's, tiles `t0` to `t1 - 1`. */
function subtractProduct(
  a: usize,
  b: usize,
  c: usize,
  size: i32,
  row: i32,
  rows: i32,
  t0: i32,
  t1: i32,
  first: i32,
  last: i32,
): void {
  const tileBytes = (<usize>size) << 5;
  for (let k = first; k < last; k += DEPTH) {
    const depth = min<i32>(DEPTH, last - k);
    const offset = (<usize>k) << 5;
    for (let t = t0; t < t1; t++) {
      const bt = b + <usize>t * tileBytes + offset;
      const ct = c + <usize>t * tileBytes;
      for (let i = row; i < row + rows; i += 4)
        subtractOuter(
          ct + ((<usize>i) << 5),
          a + <usize>(i >> 3) * tileBytes + offset + ((<usize>(i & 4)) << 2),
          bt,
          depth,
        );
    }
  }
}

/**
 * Block row `k` of both triangles, before its own diagonal block is taken out. Tasks: the blocks of U from the diagonal on,
 * then those of W = U^-T up to the diagonal.
 */
export function spdUpdate(u: usize, w: usize, size: i32, k: i32, from: i32, to: i32, _scratch: usize): void {
  const blocks = (size + BLOCK - 1) / BLOCK;
  const row = k * BLOCK;
  const rows = min<i32>(BLOCK, size - row);
  const tileBytes = (<usize>size) << 5;
  for (let task = from; task < to; task++) {
    const isU = task < blocks - k;
    const g = isU ? k + task : task - (blocks - k);
    const t0 = g * (BLOCK >> 3);
    const t1 = min<i32>(t0 + (BLOCK >> 3), size >> 3);
    if (isU) {
      subtractProduct(u, u, u, size, row, rows, t0, t1, 0, row);
    } else {
      for (let t = t0; t < t1; t++) {
        const at = w + <usize>t * tileBytes + ((<usize>row) << 5);
        zero(at, (<usize>rows) << 5);
        if (g === k)
          for (let q = 0; q < 8; q++) store<f32>(at + ((<usize>(8 * (t - t0) + q)) << 5) + ((<usize>q) << 2), 1);
      }
      subtractProduct(u, w, w, size, row, rows, t0, t1, g * BLOCK, row);
    }
  }
}

/** The diagonal block of row `k`; `pivots` gains 16 numbers for every four rows, `failed` is set where it is not positive. */
export function spdPivot(
  u: usize,
  size: i32,
  k: i32,
  pivots: usize,
  failed: usize,
  _from: i32,
  _to: i32,
  _scratch: usize,
): void {
  const row = k * BLOCK;
  const last = min<i32>(row + BLOCK, size);
  const tileBytes = (<usize>size) << 5;
  for (let i = row; i < last; i += 4) {
    const pivot = pivots + ((<usize>i) << 4);
    const own = u + <usize>(i >> 3) * tileBytes;
    const at = own + ((<usize>i) << 5);
    const lane = (<usize>(i & 4)) << 2;
    const above = (<usize>row) << 5;
    subtractOuter(at, own + above + lane, own + above, i - row);
    if (!factorDiagonal(at + lane, pivot)) store<i32>(failed, 1);
    solveBlock(at, pivot);
    for (let t = (i >> 3) + 1; t < last >> 3; t++) {
      const tile = u + <usize>t * tileBytes;
      subtractOuter(tile + ((<usize>i) << 5), own + above + lane, tile + above, i - row);
      solveBlock(tile + ((<usize>i) << 5), pivot);
    }
  }
}

/** What is left of block row `k` once its diagonal block is known; tasks as in `spdUpdate` without the diagonal block of U. */
export function spdPanel(
  u: usize,
  w: usize,
  size: i32,
  k: i32,
  pivots: usize,
  from: i32,
  to: i32,
  _scratch: usize,
): void {
  const blocks = (size + BLOCK - 1) / BLOCK;
  const row = k * BLOCK;
  const last = min<i32>(row + BLOCK, size);
  const tileBytes = (<usize>size) << 5;
  const above = (<usize>row) << 5;
  for (let task = from; task < to; task++) {
    const isU = task < blocks - k - 1;
    const g = isU ? k + 1 + task : task - (blocks - k - 1);
    const c = isU ? u : w;
    const t0 = g * (BLOCK >> 3);
    const t1 = min<i32>(t0 + (BLOCK >> 3), size >> 3);
    for (let t = t0; t < t1; t++) {
      const tile = c + <usize>t * tileBytes;
      for (let i = row; i < last; i += 4) {
        const a = u + <usize>(i >> 3) * tileBytes + above + ((<usize>(i & 4)) << 2);
        subtractOuter(tile + ((<usize>i) << 5), a, tile + above, i - row);
        solveBlock(tile + ((<usize>i) << 5), pivots + ((<usize>i) << 4));
      }
    }
  }
}

/** Blocks of `W'W`, upper triangle, to `out`; task t is block (i, j) with t = j (j + 1) / 2 + i. */
export function spdProduct(w: usize, size: i32, out: usize, from: i32, to: i32, _scratch: usize): void {
  const tileBytes = (<usize>size) << 5;
  for (let task = from; task < to; task++) {
    let j = <i32>((sqrt<f64>(8 * <f64>task + 1) - 1) / 2);
    while (((j + 1) * (j + 2)) / 2 <= task) j++;
    while ((j * (j + 1)) / 2 > task) j--;
    const row = (task - (j * (j + 1)) / 2) * BLOCK;
    const rows = min<i32>(BLOCK, size - row);
    const t0 = j * (BLOCK >> 3);
    const t1 = min<i32>(t0 + (BLOCK >> 3), size >> 3);
    for (let t = t0; t < t1; t++) zero(out + <usize>t * tileBytes + ((<usize>row) << 5), (<usize>rows) << 5);
    for (let k = j * BLOCK; k < size; k += DEPTH) {
      const depth = min<i32>(DEPTH, size - k);
      const offset = (<usize>k) << 5;
      for (let t = t0; t < t1; t++) {
        const b = w + <usize>t * tileBytes + offset;
        const c = out + <usize>t * tileBytes;
        for (let i = row; i < row + rows; i += 4) {
          const place = c + ((<usize>i) << 5);
          addOuter(place, place, w + <usize>(i >> 3) * tileBytes + offset + ((<usize>(i & 4)) << 2), b, depth);
        }
      }
    }
  }
}

/** Tiles `from` to `to - 1` back to rows, mirrored to the lower triangle; padding becomes 0. */
export function spdUnpack(tiled: usize, n: i32, size: i32, matrix: usize, from: i32, to: i32, _scratch: usize): void {
  const rowBytes = (<usize>size) << 2;
  for (let t = from; t < to; t++) {
    const tile = tiled + ((<usize>t * <usize>size) << 5);
    for (let q = 0; q < 8; q++) {
      const column = 8 * t + q;
      const real = column < n;
      for (let r = 0; r < min<i32>(n, real ? column + 1 : n); r++) {
        const value: f32 = real ? load<f32>(tile + ((<usize>r) << 5) + ((<usize>q) << 2)) : 0;
        store<f32>(matrix + <usize>r * rowBytes + ((<usize>column) << 2), value);
        if (real) store<f32>(matrix + <usize>column * rowBytes + ((<usize>r) << 2), value);
      }
    }
  }
}
