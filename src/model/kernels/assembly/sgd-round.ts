/** Blocks `from` to `to - 1` of one round of stochastic gradient descent. See ../sgd-round.ts. */
export function sgdRound(
  blockPtr: usize,
  round: i32,
  blocks: i32,
  user: usize,
  item: usize,
  target: usize,
  p: usize,
  q: usize,
  stride: i32,
  userBias: usize,
  itemBias: usize,
  mean: f64,
  rate: f64,
  shrink: f64,
  from: i32,
  to: i32,
  _scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  const even = bytes & ~63;
  const keep = f32x4.splat(<f32>(1 - shrink));
  for (let a = from; a < to; a++) {
    const block = a * blocks + ((a + round) % blocks);
    const bounds = blockPtr + ((<usize>block) << 2);
    const end = (<usize>load<i32>(bounds, 4)) << 2;
    for (let e = (<usize>load<i32>(bounds)) << 2; e < end; e += 4) {
      const u = <usize>load<i32>(user + e);
      const i = <usize>load<i32>(item + e);
      let x = p + u * bytes;
      let y = q + i * bytes;
      const stop = x + even;
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      while (x < stop) {
        s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(y)));
        s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
        s2 = f32x4.add(s2, f32x4.mul(v128.load(x, 32), v128.load(y, 32)));
        s3 = f32x4.add(s3, f32x4.mul(v128.load(x, 48), v128.load(y, 48)));
        x += 64;
        y += 64;
      }
      if (even !== bytes) {
        s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(y)));
        s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
      }
      s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
      s0 = f32x4.add(s0, v128.shuffle<f32>(s0, s0, 2, 3, 0, 1));
      const dot = f32x4.extract_lane(s0, 0) + f32x4.extract_lane(s0, 1);
      const bu = userBias + (u << 3);
      const bi = itemBias + (i << 3);
      const wasU = load<f64>(bu);
      const wasI = load<f64>(bi);
      const pull = rate * (<f64>load<f32>(target + e) - (mean + wasU + wasI + <f64>dot));
      store<f64>(bu, wasU + (pull - shrink * wasU));
      store<f64>(bi, wasI + (pull - shrink * wasI));
      const g = f32x4.splat(<f32>pull);
      x = p + u * bytes;
      y = q + i * bytes;
      const last = x + bytes;
      while (x < last) {
        const x0 = v128.load(x);
        const y0 = v128.load(y);
        v128.store(x, f32x4.add(f32x4.mul(x0, keep), f32x4.mul(g, y0)));
        v128.store(y, f32x4.add(f32x4.mul(y0, keep), f32x4.mul(g, x0)));
        const x1 = v128.load(x, 16);
        const y1 = v128.load(y, 16);
        v128.store(x, f32x4.add(f32x4.mul(x1, keep), f32x4.mul(g, y1)), 16);
        v128.store(y, f32x4.add(f32x4.mul(y1, keep), f32x4.mul(g, x1)), 16);
        x += 32;
        y += 32;
      }
    }
  }
}
