import { addOuter, packTransposed, zero } from './tiles';

/** Rows `from` to `to - 1` of `out = M B`, B in tiles. See ../transform-rows.ts. */
export function transformRows(
  matrix: usize,
  stride: i32,
  columns: i32,
  b: usize,
  out: usize,
  outStride: i32,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const rowBytes = (<usize>stride) << 2;
  const outBytes = (<usize>outStride) << 2;
  const tileBytes = (<usize>columns) << 5;
  const panel = scratch + 256;
  for (let r = from; r < to; r += 8) {
    const count = min<i32>(8, to - r);
    const first = matrix + <usize>r * rowBytes;
    for (let h = 0; h < count; h += 4) {
      const r0 = first + <usize>h * rowBytes;
      const r1 = first + <usize>min<i32>(h + 1, count - 1) * rowBytes;
      const r2 = first + <usize>min<i32>(h + 2, count - 1) * rowBytes;
      const r3 = first + <usize>min<i32>(h + 3, count - 1) * rowBytes;
      packTransposed(r0, r1, r2, r3, 1, 1, 1, 1, stride, panel + ((<usize>h) << 2));
    }
    for (let t: usize = 0; t < (<usize>outStride) >> 3; t++) {
      for (let h = 0; h < count; h += 4) {
        zero(scratch, 128);
        addOuter(scratch, scratch, panel + ((<usize>h) << 2), b + t * tileBytes, columns);
        for (let q = 0; q < min<i32>(4, count - h); q++) {
          const p = out + <usize>(r + h + q) * outBytes + (t << 5);
          v128.store(p, v128.load(scratch + ((<usize>q) << 5)));
          v128.store(p, v128.load(scratch + ((<usize>q) << 5), 16), 16);
        }
      }
    }
  }
}
