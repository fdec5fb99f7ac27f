import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInteractions, createVocabulary } from '../dist/src/model/interactions.js';
import { createRandom } from '../dist/src/model/random.js';

/** Where generated data, peers and results are kept between runs. */
export const CACHE = join(tmpdir(), 'learnrec-bench');

/** The notebook's size. */
export const FULL = { users: 100_000, items: 10_000, engagements: 3_000_000, seed: 42 };
/** Ten times as much, to see how costs grow. */
export const TENFOLD = { users: 1_000_000, items: 100_000, engagements: 30_000_000, seed: 42 };

const KINDS = {
  userPk: Int32Array,
  contentPk: Int32Array,
  timestamp: Float64Array,
  durationSeconds: Int32Array,
  liked: Int8Array,
  type: Uint8Array,
};
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const CUMULATIVE_TYPES = [0.7, 0.75, 0.95, 1]; // viewed, bookmarked, completed, shared: indices of ENGAGEMENT_TYPES

/**
 * Engagements with the notebook's distributions, in which learners and content are independent: learners by Dirichlet(0.5)
 * weights, content by Dirichlet(0.8), duration Normal(900, 300) cut to 30..3600 s, P(liked) = 0.8 duration / 3600 + 0.1, else
 * no opinion. The same size and seed give the same data; kept in the cache folder.
 */
export function referenceColumns(size = FULL) {
  const folder = join(CACHE, `reference-${size.users}-${size.items}-${size.engagements}-${size.seed}`);
  if (!existsSync(folder)) {
    const columns = generate(size);
    const fresh = `${folder}.${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    for (const name of Object.keys(KINDS)) writeFileSync(join(fresh, name), bytesOf(columns[name]));
    if (existsSync(folder)) return columns;
    renameSync(fresh, folder);
  }
  const columns = Object.fromEntries(
    Object.entries(KINDS).map(([name, Kind]) => [name, readArray(join(folder, name), Kind)]),
  );
  return { length: size.engagements, ...columns };
}

/** The same as interactions; places are the generator's numbers. @param rows which engagements; default all */
export function referenceInteractions(size = FULL, rows = undefined) {
  return buildInteractions(referenceColumns(size), places(size.users), places(size.items), rows ? { rows } : {});
}

const places = (count) => createVocabulary(Int32Array.from({ length: count }, (_, n) => n));
export const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
export function readArray(path, Kind) {
  const bytes = new Uint8Array(readFileSync(path));
  return new Kind(bytes.buffer, 0, bytes.byteLength / Kind.BYTES_PER_ELEMENT);
}

function generate({ users, items, engagements, seed }) {
  const random = createRandom(seed).fork('bench reference');
  const stream = (name) => random.fork(name);
  const columns = Object.fromEntries(Object.entries(KINDS).map(([name, Kind]) => [name, new Kind(engagements)]));
  const chooseUser = chooser(dirichlet(users, 0.5, stream('users')));
  const chooseItem = chooser(dirichlet(items, 0.8, stream('items')));
  const rest = stream('engagements');
  for (let e = 0; e < engagements; e++) {
    columns.userPk[e] = chooseUser(rest);
    columns.contentPk[e] = chooseItem(rest);
    const seconds = Math.round(Math.min(3600, Math.max(30, 900 + 300 * rest.normal())));
    columns.durationSeconds[e] = seconds;
    columns.liked[e] = rest.next() < (0.8 * seconds) / 3600 + 0.1 ? 1 : -1;
    const draw = rest.next();
    columns.type[e] = CUMULATIVE_TYPES.findIndex((bound) => draw < bound);
    columns.timestamp[e] = FIRST_DAY + Math.floor(rest.next() * 365 * DAY);
  }
  return { length: engagements, ...columns };
}

function dirichlet(count, concentration, random) {
  return Float64Array.from({ length: count }, () => gamma(concentration, random));
}

/** Marsaglia and Tsang 2000, with the boost for shapes below 1. */
function gamma(shape, random) {
  const d = shape + 1 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return d * v * (1 - random.next()) ** (1 / shape);
  }
}

/** Draws a place in proportion to its weight: Walker's alias method. */
function chooser(weights) {
  const n = weights.length;
  const total = weights.reduce((sum, w) => sum + w, 0);
  const chance = weights.map((w) => (w * n) / total);
  const alias = new Int32Array(n);
  const small = [];
  const large = [];
  for (let i = 0; i < n; i++) (chance[i] < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const s = small.pop();
    const l = large[large.length - 1];
    alias[s] = l;
    chance[l] -= 1 - chance[s];
    if (chance[l] < 1) small.push(large.pop());
  }
  for (const i of [...small, ...large]) chance[i] = 1;
  return (random) => {
    const i = random.integer(n);
    return random.next() < chance[i] ? i : alias[i];
  };
}
