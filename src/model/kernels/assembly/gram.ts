import { addGram, packRow, zero } from './tiles';

const GROUP = 64;

/** Units `from` to `to - 1`: the products of their rows, upper triangles, summed in double precision. See ../gram.ts. */
export function gram(
  values: usize,
  rows: i32,
  stride: i32,
  unitRows: i32,
  sums: usize,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const tiles = stride >> 3;
  const panelBytes: usize = GROUP << 5;
  const panel = scratch;
  const square = scratch + <usize>tiles * panelBytes;
  const squareBytes = (<usize>stride * <usize>stride) << 2;
  for (let unit = from; unit < to; unit++) {
    const last = min<i32>(rows, (unit + 1) * unitRows);
    const sum = sums + ((<usize>unit * <usize>stride * <usize>stride) << 3);
    for (let first = unit * unitRows; first < last; first += GROUP) {
      const count = min<i32>(GROUP, last - first);
      for (let r = 0; r < count; r++)
        packRow(values + ((<usize>(first + r) * <usize>stride) << 2), 1, tiles, panel, panelBytes, r);
      zero(square, squareBytes);
      addGram(square, square, stride, stride, panel, GROUP, count);
      for (let i = 0; i < stride; i++) {
        for (let t = i >> 3; t < tiles; t++) {
          const p = square + ((<usize>t * <usize>stride + <usize>i) << 5);
          const q = sum + ((<usize>i * <usize>stride + <usize>(t << 3)) << 3);
          for (let lane: usize = 0; lane < 2; lane++) {
            const v = v128.load(p + (lane << 4));
            const a = q + (lane << 5);
            v128.store(a, f64x2.add(v128.load(a), f64x2.promote_low_f32x4(v)));
            const high = v128.shuffle<f32>(v, v, 2, 3, 0, 1);
            v128.store(a, f64x2.add(v128.load(a, 16), f64x2.promote_low_f32x4(high)), 16);
          }
        }
      }
    }
  }
}
