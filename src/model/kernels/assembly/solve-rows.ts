import { addGram, packRow, packTransposed, solveSpd, sumEach, zero } from './tiles';

/** Entries whose rows are summed at once: their panel stays in the first-level cache. */
const GROUP = 64;
/** Smaller weights would divide by too little; the product with what was divided stays exact. */
const LEAST: f32 = 1e-8;

/**
 * Rows `from` to `to - 1` of the weighted least squares of alternating fits, exactly. See ../solve-rows.ts.
 * @param base tiles of the matrix that every system starts from
 * @param ridge a number for each row that its diagonal gains, or 0 for none
 * @param pull a number for each entry in place of p (1 + w), or 0 for none
 * @param dualBelow rows with fewer entries take the dual form, which needs the identity for `base` and no ridge
 */
export function solveRows(
  ptr: usize,
  place: usize,
  weight: usize,
  pull: usize,
  fixed: usize,
  stride: i32,
  size: i32,
  base: usize,
  ridge: usize,
  dualBelow: i32,
  out: usize,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const rowBytes = (<usize>stride) << 2;
  const x = scratch;
  const factors = x + rowBytes;
  const work = factors + max<usize>(rowBytes, GROUP << 2);
  const matrix = work + rowBytes + 64;
  const panel = matrix + rowBytes * <usize>stride;
  for (let r = from; r < to; r++) {
    const first = load<i32>(ptr + ((<usize>r) << 2));
    const count = load<i32>(ptr + ((<usize>r) << 2), 4) - first;
    const target = out + <usize>r * rowBytes;
    const places = place + ((<usize>first) << 2);
    const weights = weight + ((<usize>first) << 2);
    const pulls = pull === 0 ? 0 : pull + ((<usize>first) << 2);
    if (count === 0) {
      zero(target, rowBytes);
    } else if (count < dualBelow) {
      solveDual(places, weights, pulls, count, fixed, stride, x, factors, work, matrix, panel, target);
    } else {
      zero(x, rowBytes);
      for (let g = 0; g < count; g += GROUP) {
        const n = min<i32>(GROUP, count - g);
        for (let k = 0; k < n; k++) {
          const entry = (<usize>(g + k)) << 2;
          const w = load<f32>(weights + entry);
          const root = sqrt<f32>(max<f32>(abs<f32>(w), LEAST));
          store<f32>(factors + ((<usize>k) << 2), pullOf(w, pulls, entry) / root);
          packRow(fixed + <usize>load<i32>(places + entry) * rowBytes, root, stride >> 3, panel, GROUP << 5, k);
        }
        addGram(g === 0 ? base : matrix, matrix, size, stride, panel, GROUP, n);
        addWeighted(panel, stride >> 3, factors, n, x);
      }
      if (ridge !== 0) {
        const extra = load<f32>(ridge + ((<usize>r) << 2));
        for (let i = 0; i < size; i++) {
          const d = matrix + ((<usize>(i >> 3) * <usize>stride + <usize>i) << 5) + ((<usize>(i & 7)) << 2);
          store<f32>(d, load<f32>(d) + extra);
        }
      }
      solveSpd(matrix, size, stride, x, work);
      memory.copy(target, x, rowBytes);
    }
  }
}

/** `x += sum of factor_k * row k` of the panel. */
function addWeighted(panel: usize, tiles: i32, factors: usize, count: i32, x: usize): void {
  for (let t = 0; t < tiles; t++) {
    let p = panel + <usize>t * (GROUP << 5);
    const at = x + ((<usize>t) << 5);
    let s0 = v128.load(at);
    let s1 = v128.load(at, 16);
    let u0 = f32x4.splat(0);
    let u1 = u0;
    let k = 0;
    for (; k + 2 <= count; k += 2) {
      const f = factors + ((<usize>k) << 2);
      let s = v128.load32_splat(f);
      s0 = f32x4.add(s0, f32x4.mul(s, v128.load(p)));
      s1 = f32x4.add(s1, f32x4.mul(s, v128.load(p, 16)));
      s = v128.load32_splat(f, 4);
      u0 = f32x4.add(u0, f32x4.mul(s, v128.load(p, 32)));
      u1 = f32x4.add(u1, f32x4.mul(s, v128.load(p, 48)));
      p += 64;
    }
    if (k < count) {
      const s = v128.load32_splat(factors + ((<usize>k) << 2));
      s0 = f32x4.add(s0, f32x4.mul(s, v128.load(p)));
      s1 = f32x4.add(s1, f32x4.mul(s, v128.load(p, 16)));
    }
    v128.store(at, f32x4.add(s0, u0));
    v128.store(at, f32x4.add(s1, u1), 16);
  }
}

/** One row by the system of its entries: `x = S'(I + SS')^-1 q` with the rows `sqrt(w) z` in S and `q = p (1 + w) / sqrt(w)`. */
export function solveDual(
  places: usize,
  weights: usize,
  pulls: usize,
  count: i32,
  fixed: usize,
  stride: i32,
  q: usize,
  roots: usize,
  work: usize,
  matrix: usize,
  panel: usize,
  target: usize,
): void {
  const rowBytes = (<usize>stride) << 2;
  const size = (count + 3) & ~3;
  const capacity = (count + 7) & ~7;
  const panelBytes = (<usize>stride) << 5;
  zero(q, (<usize>capacity) << 2);
  zero(roots, (<usize>capacity) << 2);
  for (let k = 0; k < count; k++) {
    const entry = (<usize>k) << 2;
    const w = load<f32>(weights + entry);
    const root = sqrt<f32>(max<f32>(abs<f32>(w), LEAST));
    store<f32>(roots + entry, root);
    store<f32>(q + entry, pullOf(w, pulls, entry) / root);
  }
  for (let h = 0; h < capacity; h += 4) {
    const root = roots + ((<usize>h) << 2);
    packTransposed(
      rowAt(places, min<i32>(h, count - 1), fixed, rowBytes),
      rowAt(places, min<i32>(h + 1, count - 1), fixed, rowBytes),
      rowAt(places, min<i32>(h + 2, count - 1), fixed, rowBytes),
      rowAt(places, min<i32>(h + 3, count - 1), fixed, rowBytes),
      load<f32>(root),
      load<f32>(root, 4),
      load<f32>(root, 8),
      load<f32>(root, 12),
      stride,
      panel + <usize>(h >> 3) * panelBytes + ((<usize>(h & 4)) << 2),
    );
  }
  zero(matrix, (<usize>(capacity * capacity)) << 2);
  for (let i = 0; i < size; i++)
    store<f32>(matrix + ((<usize>((i >> 3) * capacity + i)) << 5) + ((<usize>(i & 7)) << 2), 1);
  addGram(matrix, matrix, size, capacity, panel, stride, stride);
  solveSpd(matrix, size, capacity, q, work);
  const tiles = (<usize>capacity) >> 3;
  for (let f: usize = 0; f < <usize>stride; f += 4) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let t: usize = 0; t < tiles; t++) {
      const p = panel + t * panelBytes + (f << 5);
      let v = v128.load(q + (t << 5));
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(p)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(p, 32)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(p, 64)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(p, 96)));
      v = v128.load(q + (t << 5), 16);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(p, 16)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(p, 48)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(p, 80)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(p, 112)));
    }
    v128.store(target + (f << 2), sumEach(s0, s1, s2, s3));
  }
}

function rowAt(places: usize, k: i32, fixed: usize, rowBytes: usize): usize {
  return fixed + <usize>load<i32>(places + ((<usize>k) << 2)) * rowBytes;
}

function pullOf(w: f32, pulls: usize, entry: usize): f32 {
  if (pulls !== 0) return load<f32>(pulls + entry);
  return w < 0 ? 0 : 1 + w;
}
