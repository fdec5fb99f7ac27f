import { solveDual } from './solve-rows';
import { sumEach, zero } from './tiles';

/**
 * Rows `from` to `to - 1` by conjugate gradients from what `out` holds; rows with fewer than `dualBelow` entries exactly.
 * The system is `I + sum |w| z z'`. See ../solve-rows.ts.
 */
export function solveRowsCg(
  ptr: usize,
  place: usize,
  weight: usize,
  fixed: usize,
  stride: i32,
  steps: i32,
  dualBelow: i32,
  longest: i32,
  out: usize,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  const residual = scratch;
  const direction = residual + bytes;
  const image = direction + bytes;
  const dots = image + bytes;
  const rows = dots + ((<usize>longest + 4) << 2);
  const work = rows + ((<usize>longest + 4) << 2);
  for (let r = from; r < to; r++) {
    const first = load<i32>(ptr + ((<usize>r) << 2));
    const count = load<i32>(ptr + ((<usize>r) << 2), 4) - first;
    const x = out + <usize>r * bytes;
    const places = place + ((<usize>first) << 2);
    const weights = weight + ((<usize>first) << 2);
    if (count === 0) {
      zero(x, bytes);
      continue;
    }
    if (count < dualBelow) {
      const matrix = work + 2 * bytes + 64 + bytes;
      solveDual(
        places,
        weights,
        0,
        count,
        fixed,
        stride,
        work,
        work + bytes,
        work + 2 * bytes,
        matrix,
        matrix + bytes * <usize>stride,
        x,
      );
      continue;
    }
    // Offsets of the rows, padded to a multiple of 4 by a row of weight 0.
    const padded = (count + 3) & ~3;
    let touched = f32x4.splat(0);
    for (let k = 0; k < padded; k++) {
      const entry = (<usize>min<i32>(k, count - 1)) << 2;
      const row = fixed + <usize>load<i32>(places + entry) * bytes;
      store<u32>(rows + ((<usize>k) << 2), <u32>row);
      // Asks for what the first pass reads, a row's cache lines at once, so that it does not wait for one after the other.
      for (let f: usize = 0; f < bytes; f += 64) touched = v128.or(touched, v128.load(row + f));
    }
    v128.store(direction, touched);
    // r = sum (p (1 + w) - |w| z . x) z - x
    for (let f: usize = 0; f < bytes; f += 16) v128.store(residual + f, f32x4.neg(v128.load(x + f)));
    for (let k = 0; k < padded; k += 4) {
      const at = rows + ((<usize>k) << 2);
      const d = dots + ((<usize>k) << 2);
      multiplyFour(at, x, bytes, d);
      for (let q = 0; q < 4; q++) {
        const entry = (<usize>(k + q)) << 2;
        const w: f32 = k + q < count ? load<f32>(weights + entry) : 0;
        const wanted: f32 = k + q < count && !(w < 0) ? 1 + w : 0;
        store<f32>(dots + entry, wanted - abs<f32>(w) * load<f32>(dots + entry));
      }
      addFour(at, d, bytes, residual);
    }
    let square: f32 = 0;
    for (let f: usize = 0; f < bytes; f += 16) v128.store(direction + f, v128.load(residual + f));
    square = dot(residual, residual, bytes);
    for (let step = 0; step < steps && square > 1e-20; step++) {
      for (let f: usize = 0; f < bytes; f += 16) v128.store(image + f, v128.load(direction + f));
      for (let k = 0; k < padded; k += 4) {
        const at = rows + ((<usize>k) << 2);
        const d = dots + ((<usize>k) << 2);
        multiplyFour(at, direction, bytes, d);
        if (k + 4 <= count) {
          v128.store(d, f32x4.mul(v128.load(d), f32x4.abs(v128.load(weights + ((<usize>k) << 2)))));
        } else {
          for (let q = 0; q < 4; q++) {
            const entry = (<usize>(k + q)) << 2;
            const w: f32 = k + q < count ? abs<f32>(load<f32>(weights + entry)) : 0;
            store<f32>(dots + entry, w * load<f32>(dots + entry));
          }
        }
        addFour(at, d, bytes, image);
      }
      const alpha = square / dot(direction, image, bytes);
      const forward = f32x4.splat(alpha);
      for (let f: usize = 0; f < bytes; f += 16) {
        v128.store(x + f, f32x4.add(v128.load(x + f), f32x4.mul(forward, v128.load(direction + f))));
        v128.store(residual + f, f32x4.sub(v128.load(residual + f), f32x4.mul(forward, v128.load(image + f))));
      }
      const next = dot(residual, residual, bytes);
      const beta = f32x4.splat(next / square);
      for (let f: usize = 0; f < bytes; f += 16)
        v128.store(direction + f, f32x4.add(v128.load(residual + f), f32x4.mul(beta, v128.load(direction + f))));
      square = next;
    }
  }
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let f: usize = 0; f < bytes; f += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a + f), v128.load(b + f)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a + f, 16), v128.load(b + f, 16)));
  }
  s0 = f32x4.add(s0, s1);
  return f32x4.extract_lane(sumEach(s0, s0, s0, s0), 0);
}

/** Writes the products of four rows, whose offsets stand at `rows`, with a vector. */
function multiplyFour(rows: usize, vector: usize, bytes: usize, to: usize): void {
  let r0 = <usize>load<u32>(rows);
  let r1 = <usize>load<u32>(rows, 4);
  let r2 = <usize>load<u32>(rows, 8);
  let r3 = <usize>load<u32>(rows, 12);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = vector + bytes;
  for (; vector !== end; vector += 16) {
    const v = v128.load(vector);
    s0 = f32x4.add(s0, f32x4.mul(v, v128.load(r0)));
    s1 = f32x4.add(s1, f32x4.mul(v, v128.load(r1)));
    s2 = f32x4.add(s2, f32x4.mul(v, v128.load(r2)));
    s3 = f32x4.add(s3, f32x4.mul(v, v128.load(r3)));
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  v128.store(to, sumEach(s0, s1, s2, s3));
}

/** `to += sum of factor_k * row k` over four rows. */
function addFour(rows: usize, factors: usize, bytes: usize, to: usize): void {
  let r0 = <usize>load<u32>(rows);
  let r1 = <usize>load<u32>(rows, 4);
  let r2 = <usize>load<u32>(rows, 8);
  let r3 = <usize>load<u32>(rows, 12);
  const f0 = v128.load32_splat(factors);
  const f1 = v128.load32_splat(factors, 4);
  const f2 = v128.load32_splat(factors, 8);
  const f3 = v128.load32_splat(factors, 12);
  const end = to + bytes;
  for (; to !== end; to += 16) {
    const a = f32x4.add(f32x4.mul(f0, v128.load(r0)), f32x4.mul(f1, v128.load(r1)));
    const b = f32x4.add(f32x4.mul(f2, v128.load(r2)), f32x4.mul(f3, v128.load(r3)));
    v128.store(to, f32x4.add(v128.load(to), f32x4.add(a, b)));
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
}
