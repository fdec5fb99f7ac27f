import { sumEach, zero } from './tiles';

/** Rows that share one pass over the other side: their panel and one tile stay in the first-level cache. */
const GROUP: usize = 64;

/**
 * Tiles `from` to `to - 1` of rows, in the given order, rounded to 16-bit multiples of `1 / scale`: eight rows each, of which
 * two columns after two stand together, 32 bytes; rows beyond `count` become 0. Writes of each tile how far its rows are from
 * the rounded ones, at most.
 */
export function packTiles(
  values: usize,
  order: usize,
  count: i32,
  stride: i32,
  scale: f64,
  tiles: usize,
  losses: usize,
  from: i32,
  to: i32,
  _scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  for (let t = from; t < to; t++) {
    const tile = tiles + <usize>t * (bytes << 2);
    zero(tile, bytes << 2);
    let far: f64 = 0;
    for (let r = 0; r < 8 && 8 * t + r < count; r++) {
      const row = values + <usize>load<i32>(order + ((<usize>(8 * t + r)) << 2)) * bytes;
      far = max<f64>(far, roundRow(row, stride, scale, tile + ((<usize>r) << 2)));
    }
    store<f64>(losses + ((<usize>t) << 3), far);
  }
}

/** Writes a row as 16-bit multiples of `1 / scale`, two columns after two 32 bytes apart. @returns the length of what is lost */
function roundRow(row: usize, stride: i32, scale: f64, to: usize): f64 {
  let lost: f64 = 0;
  for (let f = 0; f < stride; f += 2) {
    const a = <f64>load<f32>(row + ((<usize>f) << 2));
    const b = <f64>load<f32>(row + ((<usize>f) << 2), 4);
    const p = nearest<f64>(a * scale);
    const q = nearest<f64>(b * scale);
    store<i16>(to, <i16>(<i32>p));
    store<i16>(to, <i16>(<i32>q), 2);
    lost += (a - p / scale) * (a - p / scale) + (b - q / scale) * (b - q / scale);
    to += 32;
  }
  return sqrt<f64>(lost);
}

function lengthOf(row: usize, stride: i32): f64 {
  let sum: f64 = 0;
  for (let f = 0; f < stride; f++) {
    const a = <f64>load<f32>(row + ((<usize>f) << 2));
    sum += a * a;
  }
  return sqrt<f64>(sum);
}

function largestOf(row: usize, bytes: usize): f64 {
  let most = f32x4.splat(0);
  for (let f: usize = 0; f < bytes; f += 16) most = f32x4.max(most, f32x4.abs(v128.load(row + f)));
  most = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  return <f64>max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
}

/**
 * The `k` best columns of rows `from` to `to - 1`. Products of rounded rows, exact in whole numbers, rule out nearly
 * everything; what may reach the k-th best so far, given how much rounding can have lost, is computed anew from the rows
 * themselves. The longest columns come first, and a row is done where what is left is too short. See ../top-rows.ts.
 * @param order the columns' places by length, the longest first; `lengths` the largest of each tile
 * @param scale of the tiles; `most` the largest number that a row's values may be rounded to
 * @param far the largest distance of a column to its rounded one
 */
export function topRows(
  rows: usize,
  stride: i32,
  items: usize,
  order: usize,
  count: i32,
  tiles: usize,
  lengths: usize,
  scale: f64,
  most: f64,
  far: f64,
  seenPtr: usize,
  seen: usize,
  k: i32,
  outItems: usize,
  outScores: usize,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  const limits = scratch;
  const reaches = limits + (GROUP << 2);
  const margins = reaches + (GROUP << 3);
  const factors = margins + (GROUP << 3);
  const norms = factors + (GROUP << 3);
  const panel = norms + (GROUP << 3);
  const masks = panel + ((GROUP * bytes) >> 1);
  const maskBytes = (<usize>((count + 127) >> 7)) << 4;
  const last = (<usize>(k - 1)) << 2;
  const tileCount = (count + 7) >> 3;
  const longest = load<f64>(lengths);
  for (let first = from; first < to; first += <i32>GROUP) {
    const n = min<i32>(<i32>GROUP, to - first);
    zero(masks, <usize>n * maskBytes);
    zero(panel, (GROUP * bytes) >> 1);
    for (let r: usize = 0; r < GROUP; r++) {
      store<i32>(limits + (r << 2), i32.MAX_VALUE);
      store<f64>(reaches + (r << 3), Infinity);
    }
    for (let r = 0; r < n; r++) {
      const mask = masks + <usize>r * maskBytes;
      const bounds = seenPtr + ((<usize>(first + r)) << 2);
      const end = load<i32>(bounds, 4);
      for (let e = load<i32>(bounds); e < end; e++) {
        const item = load<u32>(seen + ((<usize>e) << 2));
        const word = mask + ((item >> 5) << 2);
        store<u32>(word, load<u32>(word) | (1 << (item & 31)));
      }
      const best = (<usize>(first + r) * <usize>k) << 2;
      for (let j: usize = 0; j <= last; j += 4) {
        store<i32>(outItems + best + j, -1);
        store<f32>(outScores + best + j, -Infinity);
      }
      const row = rows + <usize>(first + r) * bytes;
      const largest = largestOf(row, bytes);
      if (largest === 0) {
        takeFirst(mask, count, k, outItems + best, outScores + best);
        continue;
      }
      const rowScale = most / largest;
      const place = panel + ((<usize>(r & ~7) * bytes) >> 1) + ((<usize>(r & 7)) << 2);
      const lost = roundRow(row, stride, rowScale, place);
      const length = lengthOf(row, stride);
      // |u . y - u' . y'| <= |u - u'| |y| + |u'| |y - y'|, and what single precision loses in u . y.
      const rounding = <f64>(stride + 8) * 6e-8 * length * longest;
      store<f64>(margins + ((<usize>r) << 3), lost * longest + (length + lost) * far + rounding);
      store<f64>(factors + ((<usize>r) << 3), rowScale * scale);
      store<f64>(norms + ((<usize>r) << 3), length);
      store<i32>(limits + ((<usize>r) << 2), i32.MIN_VALUE);
      store<f64>(reaches + ((<usize>r) << 3), -Infinity);
    }
    for (let t = 0; t < tileCount; t++) {
      const tile = tiles + <usize>t * (bytes << 2);
      const length = load<f64>(lengths + ((<usize>t) << 3));
      let isDone = true;
      for (let r = 0; r < n; r += 4) {
        const reach = reaches + ((<usize>r) << 3);
        if (
          length < load<f64>(reach) &&
          length < load<f64>(reach, 8) &&
          length < load<f64>(reach, 16) &&
          length < load<f64>(reach, 24)
        )
          continue;
        isDone = false;
        const a = panel + ((<usize>(r & ~7) * bytes) >> 1) + ((<usize>(r & 4)) << 2);
        let open = passing(a, tile, stride >> 1, limits + ((<usize>r) << 2));
        while (open !== 0) {
          const bit = ctz<u32>(open);
          open &= open - 1;
          const row = r + <i32>(bit >> 3);
          const column = 8 * t + <i32>(bit & 7);
          if (column >= count) continue;
          const item = load<i32>(order + ((<usize>column) << 2));
          const word = load<u32>(masks + <usize>row * maskBytes + ((<usize>(item >> 5)) << 2));
          if ((word & (1 << (item & 31))) !== 0) continue;
          const score = dot(rows + <usize>(first + row) * bytes, items + <usize>item * bytes, bytes);
          const best = (<usize>(first + row) * <usize>k) << 2;
          const places = outItems + best;
          const scores = outScores + best;
          if (!comesBefore(score, item, scores + last, places + last)) continue;
          let j = last;
          for (; j > 0 && comesBefore(score, item, scores + j - 4, places + j - 4); j -= 4) {
            store<f32>(scores + j, load<f32>(scores + j - 4));
            store<i32>(places + j, load<i32>(places + j - 4));
          }
          store<f32>(scores + j, score);
          store<i32>(places + j, item);
          const limit = <f64>load<f32>(scores + last);
          const margin = load<f64>(margins + ((<usize>row) << 3));
          const least = ceil<f64>((limit - margin) * load<f64>(factors + ((<usize>row) << 3))) - 1;
          store<i32>(limits + ((<usize>row) << 2), <i32>max<f64>(-2147483648, min<f64>(2147483647, least)));
          store<f64>(reaches + ((<usize>row) << 3), (limit / load<f64>(norms + ((<usize>row) << 3))) * 0.9999);
        }
      }
      if (isDone) break;
    }
  }
}

/** Whether a score stands before the one that is kept: larger, or as large and of a lower place. */
function comesBefore(score: f32, item: i32, keptScore: usize, keptItem: usize): bool {
  const kept = load<f32>(keptScore);
  return score > kept || (score === kept && item < load<i32>(keptItem));
}

/** The first `k` columns that are not masked, all with the score 0. */
function takeFirst(mask: usize, count: i32, k: i32, items: usize, scores: usize): void {
  let taken = 0;
  for (let item = 0; item < count && taken < k; item++) {
    if ((load<u32>(mask + ((<usize>(item >> 5)) << 2)) & (1 << (item & 31))) !== 0) continue;
    store<i32>(items + ((<usize>taken) << 2), item);
    store<f32>(scores + ((<usize>taken) << 2), 0);
    taken++;
  }
}

/** The product of two rows. */
function dot(a: usize, b: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (const end = a + bytes; a !== end; a += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    b += 32;
  }
  s0 = f32x4.add(s0, s1);
  return f32x4.extract_lane(sumEach(s0, s0, s0, s0), 0);
}

/** Which of the products of four rounded rows with the eight of a tile pass their row's limit: bit 8 q + c of row q and column c. */
function passing(a: usize, b: usize, pairs: i32, limits: usize): u32 {
  let c00 = i32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + ((<usize>pairs) << 5);
  for (; b !== end; b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = i32x4.add(c00, i32x4.dot_i16x8_s(s, b0));
    c01 = i32x4.add(c01, i32x4.dot_i16x8_s(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = i32x4.add(c10, i32x4.dot_i16x8_s(s, b0));
    c11 = i32x4.add(c11, i32x4.dot_i16x8_s(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = i32x4.add(c20, i32x4.dot_i16x8_s(s, b0));
    c21 = i32x4.add(c21, i32x4.dot_i16x8_s(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = i32x4.add(c30, i32x4.dot_i16x8_s(s, b0));
    c31 = i32x4.add(c31, i32x4.dot_i16x8_s(s, b1));
    a += 32;
  }
  const t0 = v128.load32_splat(limits);
  const t1 = v128.load32_splat(limits, 4);
  const t2 = v128.load32_splat(limits, 8);
  const t3 = v128.load32_splat(limits, 12);
  c00 = i32x4.gt_s(c00, t0);
  c01 = i32x4.gt_s(c01, t0);
  c10 = i32x4.gt_s(c10, t1);
  c11 = i32x4.gt_s(c11, t1);
  c20 = i32x4.gt_s(c20, t2);
  c21 = i32x4.gt_s(c21, t2);
  c30 = i32x4.gt_s(c30, t3);
  c31 = i32x4.gt_s(c31, t3);
  const low = v128.or(v128.or(c00, c01), v128.or(c10, c11));
  const high = v128.or(v128.or(c20, c21), v128.or(c30, c31));
  if (!v128.any_true(v128.or(low, high))) return 0;
  // Two rows at a time: 32-bit lanes of all or nothing, narrowed to bytes.
  const upper = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(c00, c01), i16x8.narrow_i32x4_s(c10, c11));
  const lower = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(c20, c21), i16x8.narrow_i32x4_s(c30, c31));
  return (<u32>i8x16.bitmask(upper)) | ((<u32>i8x16.bitmask(lower)) << 16);
}
