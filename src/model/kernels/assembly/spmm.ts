import { zero } from './tiles';

/** Rows `from` to `to - 1` of sparse times dense. See ../spmm.ts. */
export function spmm(
  ptr: usize,
  column: usize,
  value: usize,
  dense: usize,
  out: usize,
  stride: i32,
  from: i32,
  to: i32,
  _scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  for (let r = from; r < to; r++) {
    const o = out + <usize>r * bytes;
    zero(o, bytes);
    let e = load<i32>(ptr + ((<usize>r) << 2));
    const end = load<i32>(ptr + ((<usize>r) << 2), 4);
    for (; e + 4 <= end; e += 4) {
      const c = column + ((<usize>e) << 2);
      const v = value + ((<usize>e) << 2);
      const d0 = dense + <usize>load<i32>(c) * bytes;
      const d1 = dense + <usize>load<i32>(c, 4) * bytes;
      const d2 = dense + <usize>load<i32>(c, 8) * bytes;
      const d3 = dense + <usize>load<i32>(c, 12) * bytes;
      const v0 = v128.load32_splat(v);
      const v1 = v128.load32_splat(v, 4);
      const v2 = v128.load32_splat(v, 8);
      const v3 = v128.load32_splat(v, 12);
      for (let f: usize = 0; f < bytes; f += 16) {
        const a = f32x4.add(f32x4.mul(v0, v128.load(d0 + f)), f32x4.mul(v1, v128.load(d1 + f)));
        const b = f32x4.add(f32x4.mul(v2, v128.load(d2 + f)), f32x4.mul(v3, v128.load(d3 + f)));
        v128.store(o + f, f32x4.add(v128.load(o + f), f32x4.add(a, b)));
      }
    }
    for (; e < end; e++) {
      const d = dense + <usize>load<i32>(column + ((<usize>e) << 2)) * bytes;
      const v = v128.load32_splat(value + ((<usize>e) << 2));
      for (let f: usize = 0; f < bytes; f += 16)
        v128.store(o + f, f32x4.add(v128.load(o + f), f32x4.mul(v, v128.load(d + f))));
    }
  }
}
