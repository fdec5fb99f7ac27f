/**
 * Fills rows `from` to `to - 1` with normal numbers, each row from a generator of its own. See ../draw-rows.ts.
 * @param table 129 bounds of the layers, then the 128 shares of each that lie within the next
 */
export function drawRows(
  values: usize,
  stride: i32,
  columns: i32,
  deviation: f64,
  seed: u32,
  table: usize,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  for (let r = from; r < to; r++) {
    seedGenerator(mix(mix(<u32>r + 0x9e3779b9) ^ seed), scratch);
    const row = values + ((<usize>r * <usize>stride) << 2);
    const end = row + ((<usize>columns) << 2);
    let a = load<u32>(scratch);
    let b = load<u32>(scratch, 4);
    let c = load<u32>(scratch, 8);
    let d = load<u32>(scratch, 12);
    for (let place = row; place < end; place += 4) {
      // `draw`, its state in registers.
      const bits: u32 = rotl<u32>(b * 5, 7) * 9;
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = rotl<u32>(d, 11);
      const u = <f64>((<i32>bits) >> 7) * (1.0 / 16777216.0);
      const layer = table + ((<usize>(bits & 127)) << 3);
      let x = u * load<f64>(layer);
      if (!(abs<f64>(u) < load<f64>(layer, 1032))) {
        store<u32>(scratch, a);
        store<u32>(scratch, b, 4);
        store<u32>(scratch, c, 8);
        store<u32>(scratch, d, 12);
        x = drawOutside(x, layer, scratch, table);
        a = load<u32>(scratch);
        b = load<u32>(scratch, 4);
        c = load<u32>(scratch, 8);
        d = load<u32>(scratch, 12);
      }
      store<f32>(place, <f32>(deviation * x));
    }
  }
}

/** Four words of splitmix32. */
function seedGenerator(seed: u32, state: usize): void {
  for (let word: usize = 0; word < 16; word += 4) {
    seed += 0x9e3779b9;
    let z = (seed ^ (seed >>> 16)) * 0x21f0aaad;
    z = (z ^ (z >>> 15)) * 0x735a2d97;
    store<u32>(state + word, z ^ (z >>> 15));
  }
}

/** xoshiro128** */
function draw(state: usize): u32 {
  const a = load<u32>(state);
  const b = load<u32>(state, 4);
  const c = load<u32>(state, 8) ^ a;
  const d = load<u32>(state, 12) ^ b;
  store<u32>(state, a ^ d);
  store<u32>(state, b ^ c, 4);
  store<u32>(state, c ^ (b << 9), 8);
  store<u32>(state, rotl<u32>(d, 11), 12);
  return rotl<u32>(b * 5, 7) * 9;
}

/** Ends the draw that fell to `x` of a layer, beyond what lies within the next. */
function drawOutside(x: f64, layer: usize, state: usize, table: usize): f64 {
  while (true) {
    if (layer === table) return drawTail(state, load<f64>(table, 8), x < 0);
    const low = expOf(-0.5 * (load<f64>(layer) * load<f64>(layer) - x * x));
    const high = expOf(-0.5 * (load<f64>(layer, 8) * load<f64>(layer, 8) - x * x));
    if (high + uniform(draw(state)) * (low - high) < 1) return x;
    const bits = draw(state);
    const u = <f64>((<i32>bits) >> 7) * (1.0 / 16777216.0);
    layer = table + ((<usize>(bits & 127)) << 3);
    x = u * load<f64>(layer);
    if (abs<f64>(u) < load<f64>(layer, 1032)) return x;
  }
}

function drawTail(state: usize, tail: f64, negative: bool): f64 {
  while (true) {
    const beyond = logOf(uniform(draw(state))) / tail;
    if (-2 * logOf(uniform(draw(state))) >= beyond * beyond) return negative ? beyond - tail : tail - beyond;
  }
}

/** e^x for |x| below 1, by its series: without the tables of a library, which shared memory has no place for. */
function expOf(x: f64): f64 {
  let sum: f64 = 1;
  for (let n: f64 = 18; n > 0; n -= 1) sum = 1 + (x / n) * sum;
  return sum;
}

/** ln x for x above 0 and below 1, by the series of 2 artanh((m - 1) / (m + 1)) for x = m / 2^e. */
function logOf(x: f64): f64 {
  let e: f64 = 0;
  for (; x < 1; x *= 2) e += 1;
  const s = (x - 1) / (x + 1);
  let sum: f64 = 0;
  for (let n: f64 = 31; n > 0; n -= 2) sum = sum * (s * s) + 1 / n;
  return 2 * s * sum - e * 0.6931471805599453;
}

function uniform(bits: u32): f64 {
  return (<f64>bits + 0.5) * (1.0 / 4294967296.0);
}

/** The finaliser of MurmurHash3. */
function mix(n: u32): u32 {
  n = (n ^ (n >>> 16)) * 0x85ebca6b;
  n = (n ^ (n >>> 13)) * 0xc2b2ae35;
  return n ^ (n >>> 16);
}
