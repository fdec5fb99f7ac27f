import { packTransposed, zero } from './tiles';

/** Rows that share one pass over the other side: their panel and one tile stay in the first-level cache. */
const GROUP = 64;

/** Tiles `from` to `to - 1`: eight rows each, transposed; rows beyond `count` become 0. */
export function packTiles(
  values: usize,
  count: i32,
  stride: i32,
  tiles: usize,
  from: i32,
  to: i32,
  _scratch: usize,
): void {
  const bytes = (<usize>stride) << 2;
  for (let t = from; t < to; t++) {
    const tile = tiles + <usize>t * (bytes << 3);
    packGroup(values, count, stride, 8 * t, tile);
  }
}

/** Writes rows `first` to `first + 7` as one tile. */
function packGroup(values: usize, count: i32, stride: i32, first: i32, tile: usize): void {
  const bytes = (<usize>stride) << 2;
  for (let h = 0; h < 8; h += 4) {
    const r = first + h;
    packTransposed(
      values + <usize>min<i32>(r, count - 1) * bytes,
      values + <usize>min<i32>(r + 1, count - 1) * bytes,
      values + <usize>min<i32>(r + 2, count - 1) * bytes,
      values + <usize>min<i32>(r + 3, count - 1) * bytes,
      r < count ? 1 : 0,
      r + 1 < count ? 1 : 0,
      r + 2 < count ? 1 : 0,
      r + 3 < count ? 1 : 0,
      stride,
      tile + ((<usize>h) << 2),
    );
  }
}

/** The `k` best columns of rows `from` to `to - 1`. See ../top-rows.ts. */
export function topRows(
  rows: usize,
  total: i32,
  stride: i32,
  columns: i32,
  tiles: usize,
  count: i32,
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
  const block = scratch;
  const limits = block + 128;
  const panel = limits + (GROUP << 2);
  const masks = panel + GROUP * bytes;
  const maskBytes = (<usize>((count + 127) >> 7)) << 4;
  const last = (<usize>(k - 1)) << 2;
  const tileCount = (count + 7) >> 3;
  for (let first = from; first < to; first += GROUP) {
    const n = min<i32>(GROUP, to - first);
    zero(masks, <usize>n * maskBytes);
    for (let r = 0; r < GROUP; r++) store<f32>(limits + ((<usize>r) << 2), r < n ? -Infinity : Infinity);
    for (let r = 0; r < n; r++) {
      const mask = masks + <usize>r * maskBytes;
      const bounds = seenPtr + ((<usize>(first + r)) << 2);
      const end = load<i32>(bounds, 4);
      for (let e = load<i32>(bounds); e < end; e++) {
        const item = load<u32>(seen + ((<usize>e) << 2));
        const word = mask + ((item >> 5) << 2);
        store<u32>(word, load<u32>(word) | (1 << (item & 31)));
      }
      const place = (<usize>(first + r) * <usize>k) << 2;
      for (let j: usize = 0; j <= last; j += 4) {
        store<i32>(outItems + place + j, -1);
        store<f32>(outScores + place + j, -Infinity);
      }
    }
    for (let r = 0; r < n; r += 8) packGroup(rows, total, stride, first + r, panel + <usize>r * bytes);
    for (let t = 0; t < tileCount; t++) {
      const tile = tiles + <usize>t * (bytes << 3);
      for (let r = 0; r < n; r += 4) {
        const a = panel + <usize>(r & ~7) * bytes + ((<usize>(r & 4)) << 2);
        if (!scoreBlock(a, tile, columns, limits + ((<usize>r) << 2), block)) continue;
        for (let q = 0; q < 4; q++) {
          const limitAt = limits + ((<usize>(r + q)) << 2);
          let limit = load<f32>(limitAt);
          for (let c = 0; c < 8; c++) {
            const score = load<f32>(block + ((<usize>(8 * q + c)) << 2));
            if (!(score > limit)) continue;
            const item = 8 * t + c;
            if (item >= count) break;
            const word = load<u32>(masks + <usize>(r + q) * maskBytes + ((<usize>(item >> 5)) << 2));
            if ((word & (1 << (item & 31))) !== 0) continue;
            const place = (<usize>(first + r + q) * <usize>k) << 2;
            const items = outItems + place;
            const scores = outScores + place;
            let j = last;
            for (; j > 0 && load<f32>(scores + j - 4) < score; j -= 4) {
              store<f32>(scores + j, load<f32>(scores + j - 4));
              store<i32>(items + j, load<i32>(items + j - 4));
            }
            store<f32>(scores + j, score);
            store<i32>(items + j, item);
            limit = load<f32>(scores + last);
          }
          store<f32>(limitAt, limit);
        }
      }
    }
  }
}

/** The products of four rows with a tile, written to `to` if one of them passes its row's limit. */
function scoreBlock(a: usize, b: usize, count: i32, limits: usize, to: usize): bool {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
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
  const t0 = v128.load32_splat(limits);
  const t1 = v128.load32_splat(limits, 4);
  const t2 = v128.load32_splat(limits, 8);
  const t3 = v128.load32_splat(limits, 12);
  const low = v128.or(v128.or(f32x4.gt(c00, t0), f32x4.gt(c01, t0)), v128.or(f32x4.gt(c10, t1), f32x4.gt(c11, t1)));
  const high = v128.or(v128.or(f32x4.gt(c20, t2), f32x4.gt(c21, t2)), v128.or(f32x4.gt(c30, t3), f32x4.gt(c31, t3)));
  if (!v128.any_true(v128.or(low, high))) return false;
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to, c10, 32);
  v128.store(to, c11, 48);
  v128.store(to, c20, 64);
  v128.store(to, c21, 80);
  v128.store(to, c30, 96);
  v128.store(to, c31, 112);
  return true;
}
