import { sumEach } from './tiles';

/** `out[r] = row r . vector` for rows `4 from` to `4 to - 1`; the rows' memory reaches to a multiple of 8. */
export function scoreRows(
  rows: usize,
  stride: i32,
  vector: usize,
  out: usize,
  from: i32,
  to: i32,
  _scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  const last = vector + bytes;
  for (let r = from; r < to; r++) {
    let r0 = rows + ((<usize>r) << 2) * bytes;
    let r1 = r0 + bytes;
    let r2 = r1 + bytes;
    let r3 = r2 + bytes;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let v = vector; v !== last; v += 16) {
      const x = v128.load(v);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(r0)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(r1)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(r2)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(r3)));
      r0 += 16;
      r1 += 16;
      r2 += 16;
      r3 += 16;
    }
    v128.store(out + ((<usize>r) << 4), sumEach(s0, s1, s2, s3));
  }
}
