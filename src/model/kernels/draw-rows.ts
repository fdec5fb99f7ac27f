import type { Engine, Matrix, Pause } from './engine.js';

const LAYERS = 128;
/** Where the lowest layer's tail begins, and the area of every layer. */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/**
 * Fills the rows with normal numbers of mean 0. Every row has a generator of its own, so that its numbers depend on the seed
 * and its place alone, never on the threads or on how many rows there are. O(rows columns).
 *
 * The ziggurat of Marsaglia and Tsang 2000 with 128 layers, layer and place within it from different bits (Doornik 2005, "An
 * improved ziggurat method to generate normal random samples"); generator: xoshiro128** (random.ts), seeded by splitmix32 from
 * a hash of seed and row that no two rows share.
 *
 * @param seed an integer; its low 32 bits count
 */
export function drawRows(engine: Engine, matrix: Matrix, deviation: number, seed: number, pause?: Pause): void {
  const { rows, columns, stride, values } = matrix;
  const table = ziggurat();
  if (engine.jobs) {
    const { jobs } = engine;
    engine.scope(() => {
      const layers = engine.float64(table.length);
      layers.set(table);
      jobs.run('drawRows', rows, 256, [values, stride, columns, deviation, seed | 0, layers], 16, pause);
    });
    return;
  }
  for (let r = 0; r < rows; r++) {
    const next = generatorOf(seed, r);
    for (let f = 0; f < columns; f++) values[r * stride + f] = deviation * drawNormal(next, table);
    if ((r & 4095) === 4095) pause?.((r + 1) / rows);
  }
}

/** Bounds of the layers, x_0 to x_128, the lowest with its tail as wide as its area asks for; then x_(i+1) / x_i. */
function ziggurat(): Float64Array {
  const table = new Float64Array(2 * LAYERS + 1);
  let density = Math.exp(-0.5 * TAIL * TAIL);
  table[0] = AREA / density;
  table[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) {
    table[i] = Math.sqrt(-2 * Math.log(AREA / table[i - 1] + density));
    density = Math.exp(-0.5 * table[i] * table[i]);
  }
  for (let i = 0; i < LAYERS; i++) table[LAYERS + 1 + i] = table[i + 1] / table[i];
  return table;
}

function drawNormal(next: () => number, table: Float64Array): number {
  for (;;) {
    const bits = next();
    const u = (bits >> 7) / 16777216;
    const layer = bits & 127;
    const x = u * table[layer];
    if (Math.abs(u) < table[LAYERS + 1 + layer]) return x;
    if (layer === 0) {
      for (;;) {
        const beyond = logOf(uniform(next())) / TAIL;
        if (-2 * logOf(uniform(next())) >= beyond * beyond) return x < 0 ? beyond - TAIL : TAIL - beyond;
      }
    }
    const low = expOf(-0.5 * (table[layer] ** 2 - x * x));
    const high = expOf(-0.5 * (table[layer + 1] ** 2 - x * x));
    if (high + uniform(next()) * (low - high) < 1) return x;
  }
}

/** e^x for |x| below 1, by its series, so that the kernels have the very same. */
function expOf(x: number): number {
  let sum = 1;
  for (let n = 18; n > 0; n--) sum = 1 + (x / n) * sum;
  return sum;
}

/** ln x for x above 0 and below 1, by the series of 2 artanh((m - 1) / (m + 1)) for x = m / 2^e. */
function logOf(x: number): number {
  let e = 0;
  for (; x < 1; x *= 2) e++;
  const s = (x - 1) / (x + 1);
  let sum = 0;
  for (let n = 31; n > 0; n -= 2) sum = sum * (s * s) + 1 / n;
  return 2 * s * sum - e * Math.LN2;
}

/** Within 0 and 1, neither of them reached. */
const uniform = (bits: number): number => ((bits >>> 0) + 0.5) / 4294967296;

function generatorOf(seed: number, row: number): () => number {
  let state = mix(mix((row + 0x9e3779b9) | 0) ^ seed);
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = word();
  let b = word();
  let c = word();
  let d = word();
  return () => {
    const x = Math.imul(b, 5);
    const bits = Math.imul((x << 7) | (x >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return bits;
  };
}

/** The finaliser of MurmurHash3: a permutation of 32-bit numbers, so that rows never share a generator. */
function mix(n: number): number {
  let m = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  m = Math.imul(m ^ (m >>> 13), 0xc2b2ae35);
  return m ^ (m >>> 16);
}
