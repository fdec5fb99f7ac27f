/**
 * Dense arithmetic on tiles. A matrix in tiles keeps eight columns together: tile t holds columns 8t to 8t+7 of every row,
 * 32 bytes a row, rows one after another, so that the inner loops below read two streams from start to end.
 */

/** The 4 x 8 block at `to` = the block at `from` + sum over `count` rows of `a` (4 numbers) outer `b` (8 numbers). */
export function addOuter(from: usize, to: usize, a: usize, b: usize, count: i32): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  let c10 = v128.load(from, 32);
  let c11 = v128.load(from, 48);
  let c20 = v128.load(from, 64);
  let c21 = v128.load(from, 80);
  let c30 = v128.load(from, 96);
  let c31 = v128.load(from, 112);
  // Not unrolled: with more loads at hand the compiler moves them forward and runs out of registers.
  const end = b + ((<usize>count) << 5);
  for (; b !== end; b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += 32;
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to, c10, 32);
  v128.store(to, c11, 48);
  v128.store(to, c20, 64);
  v128.store(to, c21, 80);
  v128.store(to, c30, 96);
  v128.store(to, c31, 112);
}

/**
 * Factors the 4 x 4 block at `d` (upper triangle, rows 32 bytes apart) and writes `pivot`: u01 u02 u03 u12 u13 u23 and the
 * inverses of u00 to u33. False where it is not positive definite.
 */
export function factorDiagonal(d: usize, pivot: usize): bool {
  const d0 = load<f32>(d);
  const i0: f32 = <f32>1 / sqrt<f32>(d0);
  const u01 = load<f32>(d, 4) * i0;
  const u02 = load<f32>(d, 8) * i0;
  const u03 = load<f32>(d, 12) * i0;
  const d1 = load<f32>(d, 36) - u01 * u01;
  const i1: f32 = <f32>1 / sqrt<f32>(d1);
  const u12 = (load<f32>(d, 40) - u01 * u02) * i1;
  const u13 = (load<f32>(d, 44) - u01 * u03) * i1;
  const d2 = load<f32>(d, 72) - u02 * u02 - u12 * u12;
  const i2: f32 = <f32>1 / sqrt<f32>(d2);
  const u23 = (load<f32>(d, 76) - u02 * u03 - u12 * u13) * i2;
  const d3 = load<f32>(d, 108) - u03 * u03 - u13 * u13 - u23 * u23;
  store<f32>(pivot, u01);
  store<f32>(pivot, u02, 4);
  store<f32>(pivot, u03, 8);
  store<f32>(pivot, u12, 12);
  store<f32>(pivot, u13, 16);
  store<f32>(pivot, u23, 20);
  store<f32>(pivot, i0, 24);
  store<f32>(pivot, i1, 28);
  store<f32>(pivot, i2, 32);
  store<f32>(pivot, <f32>1 / sqrt<f32>(d3), 36);
  return d0 > 0 && d1 > 0 && d2 > 0 && d3 > 0;
}

/**
 * One block row of the factor U of A = U'U: solves the 4 x 8 block at `at` against the 4 x 4 diagonal block, whose entries
 * `pivot` holds.
 */
export function solveBlock(at: usize, pivot: usize): void {
  let s = v128.load32_splat(pivot, 24);
  const r00 = f32x4.mul(v128.load(at), s);
  const r01 = f32x4.mul(v128.load(at, 16), s);
  v128.store(at, r00);
  v128.store(at, r01, 16);
  s = v128.load32_splat(pivot);
  let i = v128.load32_splat(pivot, 28);
  const r10 = f32x4.mul(f32x4.sub(v128.load(at, 32), f32x4.mul(s, r00)), i);
  const r11 = f32x4.mul(f32x4.sub(v128.load(at, 48), f32x4.mul(s, r01)), i);
  v128.store(at, r10, 32);
  v128.store(at, r11, 48);
  s = v128.load32_splat(pivot, 4);
  let t = v128.load32_splat(pivot, 12);
  i = v128.load32_splat(pivot, 32);
  const r20 = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(at, 64), f32x4.mul(s, r00)), f32x4.mul(t, r10)), i);
  const r21 = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(at, 80), f32x4.mul(s, r01)), f32x4.mul(t, r11)), i);
  v128.store(at, r20, 64);
  v128.store(at, r21, 80);
  s = v128.load32_splat(pivot, 8);
  t = v128.load32_splat(pivot, 16);
  const u = v128.load32_splat(pivot, 20);
  i = v128.load32_splat(pivot, 36);
  v128.store(
    at,
    f32x4.mul(
      f32x4.sub(f32x4.sub(f32x4.sub(v128.load(at, 96), f32x4.mul(s, r00)), f32x4.mul(t, r10)), f32x4.mul(u, r20)),
      i,
    ),
    96,
  );
  v128.store(
    at,
    f32x4.mul(
      f32x4.sub(f32x4.sub(f32x4.sub(v128.load(at, 112), f32x4.mul(s, r01)), f32x4.mul(t, r11)), f32x4.mul(u, r21)),
      i,
    ),
    112,
  );
}

/** The 4 x 8 block at `at` minus the sum over `count` rows of `a` (4 numbers) outer `b` (8 numbers). */
export function subtractOuter(at: usize, a: usize, b: usize, count: i32): void {
  let c00 = v128.load(at);
  let c01 = v128.load(at, 16);
  let c10 = v128.load(at, 32);
  let c11 = v128.load(at, 48);
  let c20 = v128.load(at, 64);
  let c21 = v128.load(at, 80);
  let c30 = v128.load(at, 96);
  let c31 = v128.load(at, 112);
  // Not unrolled: with more loads at hand the compiler moves them forward and runs out of registers.
  const end = b + ((<usize>count) << 5);
  for (; b !== end; b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.sub(c00, f32x4.mul(s, b0));
    c01 = f32x4.sub(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.sub(c10, f32x4.mul(s, b0));
    c11 = f32x4.sub(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.sub(c20, f32x4.mul(s, b0));
    c21 = f32x4.sub(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.sub(c30, f32x4.mul(s, b0));
    c31 = f32x4.sub(c31, f32x4.mul(s, b1));
    a += 32;
  }
  v128.store(at, c00);
  v128.store(at, c01, 16);
  v128.store(at, c10, 32);
  v128.store(at, c11, 48);
  v128.store(at, c20, 64);
  v128.store(at, c21, 80);
  v128.store(at, c30, 96);
  v128.store(at, c31, 112);
}

/**
 * The upper triangle of the tiled square matrix at `to` = that at `from` + sum over `count` rows of the panel, row outer row.
 * @param size rows of the square matrices, a multiple of 4; their tiles are `capacity` rows apart
 * @param panel tiles, `panelRows` rows apart
 */
export function addGram(
  from: usize,
  to: usize,
  size: i32,
  capacity: i32,
  panel: usize,
  panelRows: i32,
  count: i32,
): void {
  const tileBytes = (<usize>capacity) << 5;
  const panelBytes = (<usize>panelRows) << 5;
  const tiles = <usize>((size + 7) >> 3);
  for (let i = 0; i < size; i += 4) {
    const first = <usize>(i >> 3);
    const a = panel + first * panelBytes + ((<usize>(i & 4)) << 2);
    const row = (<usize>i) << 5;
    for (let t = first; t < tiles; t++) {
      const place = t * tileBytes + row;
      addOuter(from + place, to + place, a, panel + t * panelBytes, count);
    }
  }
}

/**
 * Solves A x = b for a symmetric positive definite A in tiles (upper triangle read, replaced by the factor) by Cholesky
 * factorisation. b at `x` is replaced by the solution.
 * @param size a multiple of 4; numbers of b from `size` to the next multiple of 8 must be 0
 * @param work room for `size` + 12 numbers
 */
export function solveSpd(matrix: usize, size: i32, capacity: i32, x: usize, work: usize): void {
  const tileBytes = (<usize>capacity) << 5;
  const tiles = <usize>((size + 7) >> 3);
  const pivot = work;
  const inverses = work + 48;
  for (let i = 0; i < size; i += 4) {
    const first = <usize>(i >> 3);
    const lane = (<usize>(i & 4)) << 2;
    const own = matrix + first * tileBytes;
    const a = own + lane;
    const at = own + ((<usize>i) << 5);
    subtractOuter(at, a, own, i);
    // The 4 x 4 diagonal block.
    const d = at + lane;
    factorDiagonal(d, pivot);
    const u01 = load<f32>(pivot);
    const u02 = load<f32>(pivot, 4);
    const u03 = load<f32>(pivot, 8);
    const u12 = load<f32>(pivot, 12);
    const u13 = load<f32>(pivot, 16);
    const u23 = load<f32>(pivot, 20);
    const i0 = load<f32>(pivot, 24);
    const i1 = load<f32>(pivot, 28);
    const i2 = load<f32>(pivot, 32);
    const i3 = load<f32>(pivot, 36);
    solveBlock(at, pivot);
    for (let t = first + 1; t < tiles; t++) {
      const tile = matrix + t * tileBytes;
      subtractOuter(tile + ((<usize>i) << 5), a, tile, i);
      solveBlock(tile + ((<usize>i) << 5), pivot);
    }
    // The same for the right-hand side.
    const y = x + ((<usize>i) << 2);
    let s0 = v128.load(y);
    let s1 = f32x4.splat(0);
    let s2 = s1;
    let s3 = s1;
    let p = a;
    let q = x;
    for (; q < y; q += 16) {
      s0 = f32x4.sub(s0, f32x4.mul(v128.load32_splat(q), v128.load(p)));
      s1 = f32x4.sub(s1, f32x4.mul(v128.load32_splat(q, 4), v128.load(p, 32)));
      s2 = f32x4.sub(s2, f32x4.mul(v128.load32_splat(q, 8), v128.load(p, 64)));
      s3 = f32x4.sub(s3, f32x4.mul(v128.load32_splat(q, 12), v128.load(p, 96)));
      p += 128;
    }
    s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    const y0 = f32x4.extract_lane(s0, 0) * i0;
    const y1 = (f32x4.extract_lane(s0, 1) - u01 * y0) * i1;
    const y2 = (f32x4.extract_lane(s0, 2) - u02 * y0 - u12 * y1) * i2;
    const y3 = (f32x4.extract_lane(s0, 3) - u03 * y0 - u13 * y1 - u23 * y2) * i3;
    store<f32>(y, y0);
    store<f32>(y, y1, 4);
    store<f32>(y, y2, 8);
    store<f32>(y, y3, 12);
    const inverse = inverses + ((<usize>i) << 2);
    store<f32>(inverse, i0);
    store<f32>(inverse, i1, 4);
    store<f32>(inverse, i2, 8);
    store<f32>(inverse, i3, 12);
  }
  for (let i = size - 4; i >= 0; i -= 4) {
    const first = <usize>(i >> 3);
    const row = (<usize>i) << 5;
    const at = matrix + first * tileBytes + row;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    if ((i & 4) === 0) {
      const v = v128.load(x + ((<usize>i) << 2), 16);
      s0 = f32x4.mul(v128.load(at, 16), v);
      s1 = f32x4.mul(v128.load(at, 48), v);
      s2 = f32x4.mul(v128.load(at, 80), v);
      s3 = f32x4.mul(v128.load(at, 112), v);
    }
    for (let t = first + 1; t < tiles; t++) {
      const p = matrix + t * tileBytes + row;
      const q = x + (t << 5);
      let v = v128.load(q);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(p), v));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(p, 32), v));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(p, 64), v));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(p, 96), v));
      v = v128.load(q, 16);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(p, 16), v));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(p, 48), v));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(p, 80), v));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(p, 112), v));
    }
    const y = x + ((<usize>i) << 2);
    const sums = f32x4.sub(v128.load(y), sumEach(s0, s1, s2, s3));
    const d = at + ((<usize>(i & 4)) << 2);
    const inverse = inverses + ((<usize>i) << 2);
    const x3 = f32x4.extract_lane(sums, 3) * load<f32>(inverse, 12);
    const x2 = (f32x4.extract_lane(sums, 2) - load<f32>(d, 76) * x3) * load<f32>(inverse, 8);
    const x1 = (f32x4.extract_lane(sums, 1) - load<f32>(d, 40) * x2 - load<f32>(d, 44) * x3) * load<f32>(inverse, 4);
    const x0 =
      (f32x4.extract_lane(sums, 0) - load<f32>(d, 4) * x1 - load<f32>(d, 8) * x2 - load<f32>(d, 12) * x3) *
      load<f32>(inverse);
    store<f32>(y, x0);
    store<f32>(y, x1, 4);
    store<f32>(y, x2, 8);
    store<f32>(y, x3, 12);
  }
}

/** The sums of the lanes of four vectors. */
export function sumEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** Writes four rows of `n` numbers (a multiple of 4), each times its factor, as four lanes of a panel of one tile: 32 bytes a column. */
export function packTransposed(
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  f0: f32,
  f1: f32,
  f2: f32,
  f3: f32,
  n: i32,
  to: usize,
): void {
  const s0 = f32x4.splat(f0);
  const s1 = f32x4.splat(f1);
  const s2 = f32x4.splat(f2);
  const s3 = f32x4.splat(f3);
  const bytes = (<usize>n) << 2;
  for (let f: usize = 0; f < bytes; f += 16) {
    const a = f32x4.mul(v128.load(r0 + f), s0);
    const b = f32x4.mul(v128.load(r1 + f), s1);
    const c = f32x4.mul(v128.load(r2 + f), s2);
    const d = f32x4.mul(v128.load(r3 + f), s3);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const ba = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const dc = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const p = to + (f << 3);
    v128.store(p, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(p, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
    v128.store(p, v128.shuffle<f32>(ba, dc, 0, 1, 4, 5), 64);
    v128.store(p, v128.shuffle<f32>(ba, dc, 2, 3, 6, 7), 96);
  }
}

/** Writes a row of `tiles` tiles, times a factor, as row `r` of a panel whose tiles are `panelBytes` apart. */
export function packRow(row: usize, factor: f32, tiles: i32, panel: usize, panelBytes: usize, r: i32): void {
  const s = f32x4.splat(factor);
  let to = panel + ((<usize>r) << 5);
  const end = row + ((<usize>tiles) << 5);
  for (; row < end; row += 32) {
    v128.store(to, f32x4.mul(v128.load(row), s));
    v128.store(to, f32x4.mul(v128.load(row, 16), s), 16);
    to += panelBytes;
  }
}

/** `bytes` a multiple of 16. */
export function zero(to: usize, bytes: usize): void {
  const z = f32x4.splat(0);
  for (let f: usize = 0; f < bytes; f += 16) v128.store(to + f, z);
}
