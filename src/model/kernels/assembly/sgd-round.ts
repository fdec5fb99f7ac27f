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
  const keep = <f32>(1 - shrink);
  for (let a = from; a < to; a++) {
    const block = a * blocks + ((a + round) % blocks);
    const bounds = blockPtr + ((<usize>block) << 2);
    const end = (<usize>load<i32>(bounds, 4)) << 2;
    for (let e = (<usize>load<i32>(bounds)) << 2; e < end; e += 4) {
      const u = <usize>load<i32>(user + e);
      const i = <usize>load<i32>(item + e);
      const x = p + u * bytes;
      const y = q + i * bytes;
      const bu = userBias + (u << 3);
      const bi = itemBias + (i << 3);
      if (e + 4 < end) {
        const u2 = <usize>load<i32>(user + e, 4);
        const i2 = <usize>load<i32>(item + e, 4);
        if (u2 !== u && i2 !== i) {
          // Two steps that share nothing: the same numbers as one after the other, and neither waits for the other.
          const x2 = p + u2 * bytes;
          const y2 = q + i2 * bytes;
          const dots = dotTwo(x, y, x2, y2, bytes);
          const r1 = <f64>load<f32>(target + e) - mean;
          const r2 = <f64>load<f32>(target + e, 4) - mean;
          const g1 = moveBiases(bu, bi, r1 - <f64>f32x4.extract_lane(dots, 0), rate, shrink);
          const g2 = moveBiases(
            userBias + (u2 << 3),
            itemBias + (i2 << 3),
            r2 - <f64>f32x4.extract_lane(dots, 1),
            rate,
            shrink,
          );
          moveTwo(x, y, x2, y2, bytes, keep, <f32>g1, <f32>g2);
          e += 4;
          continue;
        }
      }
      const d = dotOne(x, y, bytes);
      const g = moveBiases(bu, bi, <f64>load<f32>(target + e) - mean - <f64>d, rate, shrink);
      moveOne(x, y, bytes, keep, <f32>g);
    }
  }
}

/** Moves both biases. @returns rate times the error, given the error without them */
function moveBiases(bu: usize, bi: usize, rest: f64, rate: f64, shrink: f64): f64 {
  const wasU = load<f64>(bu);
  const wasI = load<f64>(bi);
  const pull = rate * (rest - (wasU + wasI));
  store<f64>(bu, wasU + (pull - shrink * wasU));
  store<f64>(bi, wasI + (pull - shrink * wasI));
  return pull;
}

function dotOne(x: usize, y: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (const stop = x + bytes; x < stop; x += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(y)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
    y += 32;
  }
  s0 = f32x4.add(s0, s1);
  s0 = f32x4.add(s0, v128.shuffle<f32>(s0, s0, 2, 3, 0, 1));
  return f32x4.extract_lane(s0, 0) + f32x4.extract_lane(s0, 1);
}

/** The products x . y and v . w as lanes 0 and 1. */
function dotTwo(x: usize, y: usize, v: usize, w: usize, bytes: usize): v128 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let t0 = s0;
  let t1 = s0;
  const end = x + bytes;
  for (const stop = end - (bytes & 31); x !== stop; x += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(y)));
    t0 = f32x4.add(t0, f32x4.mul(v128.load(v), v128.load(w)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
    t1 = f32x4.add(t1, f32x4.mul(v128.load(v, 16), v128.load(w, 16)));
    y += 32;
    v += 32;
    w += 32;
  }
  s0 = f32x4.add(s0, s1);
  t0 = f32x4.add(t0, t1);
  const low = v128.shuffle<f32>(s0, t0, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(s0, t0, 2, 6, 3, 7);
  const pairs = f32x4.add(low, high);
  return f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 2, 3, 0, 1));
}

function moveOne(x: usize, y: usize, bytes: usize, keep: f32, pull: f32): void {
  const k = f32x4.splat(keep);
  const g = f32x4.splat(pull);
  const end = x + bytes;
  for (const stop = end - (bytes & 31); x !== stop; x += 32) {
    const x0 = v128.load(x);
    const y0 = v128.load(y);
    v128.store(x, f32x4.add(f32x4.mul(x0, k), f32x4.mul(g, y0)));
    v128.store(y, f32x4.add(f32x4.mul(y0, k), f32x4.mul(g, x0)));
    const x1 = v128.load(x, 16);
    const y1 = v128.load(y, 16);
    v128.store(x, f32x4.add(f32x4.mul(x1, k), f32x4.mul(g, y1)), 16);
    v128.store(y, f32x4.add(f32x4.mul(y1, k), f32x4.mul(g, x1)), 16);
    y += 32;
  }
}

/** `moveOne` of x and y, and of v and w. */
function moveTwo(x: usize, y: usize, v: usize, w: usize, bytes: usize, keep: f32, pull: f32, other: f32): void {
  const k = f32x4.splat(keep);
  const g = f32x4.splat(pull);
  const h = f32x4.splat(other);
  const end = x + bytes;
  for (const stop = end - (bytes & 31); x !== stop; x += 32) {
    const x0 = v128.load(x);
    const y0 = v128.load(y);
    v128.store(x, f32x4.add(f32x4.mul(x0, k), f32x4.mul(g, y0)));
    v128.store(y, f32x4.add(f32x4.mul(y0, k), f32x4.mul(g, x0)));
    const v0 = v128.load(v);
    const w0 = v128.load(w);
    v128.store(v, f32x4.add(f32x4.mul(v0, k), f32x4.mul(h, w0)));
    v128.store(w, f32x4.add(f32x4.mul(w0, k), f32x4.mul(h, v0)));
    const x1 = v128.load(x, 16);
    const y1 = v128.load(y, 16);
    v128.store(x, f32x4.add(f32x4.mul(x1, k), f32x4.mul(g, y1)), 16);
    v128.store(y, f32x4.add(f32x4.mul(y1, k), f32x4.mul(g, x1)), 16);
    const v1 = v128.load(v, 16);
    const w1 = v128.load(w, 16);
    v128.store(v, f32x4.add(f32x4.mul(v1, k), f32x4.mul(h, w1)), 16);
    v128.store(w, f32x4.add(f32x4.mul(w1, k), f32x4.mul(h, v1)), 16);
    y += 32;
    v += 32;
    w += 32;
  }
}
