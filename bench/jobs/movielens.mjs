import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { relevantItems } from '../../dist/src/evaluation/relevance.js';
import { createRandom } from '../../dist/src/model/random.js';
import { fit, openEngine } from '../engine.mjs';
import { writeArrays, writeInteractions } from '../exchange.mjs';
import { startPeer } from '../peers.mjs';
import { descentRmse, ndcgOf, rmseOf } from '../quality.mjs';
import { line } from '../report.mjs';

const FOLDS = 5;
const STARS = [0.5, 5];
/** Seeds a fold: what differs between the two is chance beyond the folds. */
const SEEDS = 3;

/** Surprise's defaults on both sides, the same five folds. */
export async function run({ threads, movielens }) {
  if (!movielens) {
    console.error('  left out: give the folder of MovieLens small with --movielens');
    return [];
  }
  const ratings = readRatings(join(movielens, 'ratings.csv'));
  const random = createRandom(13).fork('folds');
  const fold = Uint8Array.from({ length: ratings.length }, () => random.integer(FOLDS));
  // The file lists films by number; Surprise's own folds, and LearnRec's, come in an order of chance.
  const shuffled = { ...ratings, rows: random.shuffle([...ratings.rows]).sort((a, b) => a[0] - b[0]) };
  const engine = openEngine(threads);
  const peer = startPeer('surprise_svd', { threads });
  let ours = 0;
  let served = 0;
  let theirs = 0;
  for (let f = 0; f < FOLDS; f++) {
    const train = toInteractions(shuffled, (row) => fold[row] !== f);
    const test = toPairs(shuffled, (row) => fold[row] === f);
    await peer.ask({ op: 'load', folder: writeInteractions(`movielens-${f}`, train), scale: STARS });
    const testFolder = writeArrays(`movielens-test-${f}`, test);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { model } = fit('SVD', train, {}, { engine, seed });
      served += rmseOf(model, train, test, STARS) / (FOLDS * SEEDS);
      ours += descentRmse(engine, train, {}, test, { seed, scale: STARS }) / (FOLDS * SEEDS);
      theirs += (await peer.ask({ op: 'fit', options: {}, seed, test: testFolder })).rmse / (FOLDS * SEEDS);
    }
  }
  await peer.close();
  const ranking = await rankingQuality(engine, ratings, threads);
  engine.close();
  return [
    ...ranking,
    line(
      'MovieLens small, SVD with defaults, 5 folds, RMSE',
      ours.toFixed(4),
      `Surprise ${theirs.toFixed(4)}`,
      (ours - theirs).toFixed(4),
      'within 0.003',
      Math.abs(ours - theirs) <= 0.003,
    ),
    line(
      'MovieLens small, the same as served (learners folded in)',
      served.toFixed(4),
      `Surprise ${theirs.toFixed(4)}`,
      (served - theirs).toFixed(4),
    ),
  ];
}

const IALS = { factors: 64, regularization: 100, confidence: 40, epochs: 20 };
/** Stars from which a film counts as engaged. */
const ENGAGED = 4;

/** IALS against implicit's Cholesky: films of 4 stars and more, each learner's last fifth held out. */
async function rankingQuality(engine, ratings, threads) {
  const engaged = { ...ratings, rows: ratings.rows.filter(([, , stars]) => stars >= ENGAGED) };
  const isTrain = earlierShare(engaged.rows, 0.8);
  const train = toInteractions(engaged, (row) => isTrain[row] === 1);
  const relevance = relevantItems(
    toInteractions(engaged, (row) => isTrain[row] === 0),
    train,
  );
  const peer = startPeer('implicit_als', { threads });
  await peer.ask({ op: 'load', folder: writeInteractions('movielens-ials', train), confidence: IALS.confidence });
  const test = writeArrays('movielens-ials-test', relevance);
  const found = { exact: [], cg3: [], cg2: [], peer: [] };
  for (let seed = 1; seed <= 2 * SEEDS; seed++) {
    for (const [name, cgSteps] of [
      ['exact', 0],
      ['cg3', 3],
      ['cg2', 2],
    ])
      found[name].push(ndcgOf(fit('IALS', train, { ...IALS, cgSteps }, { engine, seed }).model, train, relevance));
    const { factors, regularization, epochs: iterations } = IALS;
    const answer = await peer.ask({ op: 'fit', factors, regularization, iterations, cg: false, seed, test });
    found.peer.push(answer.ndcg);
  }
  await peer.close();
  const theirs = mean(found.peer);
  // The spread of the peer over its own seeds.
  const noise = Math.max(...found.peer) - Math.min(...found.peer);
  return ['exact', 'cg3', 'cg2'].map((name) => {
    const difference = mean(found[name]) - theirs;
    return line(
      `MovieLens small, IALS ${name === 'exact' ? name : `by ${name.at(-1)} CG steps`}, NDCG@10`,
      mean(found[name]).toFixed(4),
      `implicit ${theirs.toFixed(4)}`,
      difference.toFixed(4),
      `within ${noise.toFixed(4)}`,
      Math.abs(difference) <= noise,
    );
  });
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 1 for the earlier rows of each learner, 0 for the others. */
function earlierShare(rows, share) {
  const byUser = new Map();
  rows.forEach(([user], row) => byUser.set(user, [...(byUser.get(user) ?? []), row]));
  const isEarlier = new Uint8Array(rows.length);
  for (const own of byUser.values()) {
    own.sort((a, b) => rows[a][3] - rows[b][3] || a - b);
    own.slice(0, Math.ceil(share * own.length)).forEach((row) => (isEarlier[row] = 1));
  }
  return isEarlier;
}

/** Columns of places and stars, by learner. */
function readRatings(path) {
  const users = new Map();
  const items = new Map();
  const place = (known, key) => known.get(key) ?? (known.set(key, known.size), known.size - 1);
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((text) => text.split(','))
    .map(([user, item, rating, at]) => [place(users, user), place(items, item), Number(rating), Number(at)])
    .sort((a, b) => a[0] - b[0]);
  return { length: rows.length, rows, users: users.size, items: items.size };
}

/** Stars in the place of the 0-10 score: the algorithm minds no scale. */
function toInteractions({ rows, users, items }, isKept) {
  const kept = rows.filter((_, row) => isKept(row));
  const rowPtr = new Int32Array(users + 1);
  for (const [user] of kept) rowPtr[user + 1]++;
  for (let u = 0; u < users; u++) rowPtr[u + 1] += rowPtr[u];
  return {
    users,
    items,
    size: kept.length,
    rowPtr,
    item: Int32Array.from(kept, ([, item]) => item),
    strength: new Float32Array(kept.length).fill(1),
    rating: Float32Array.from(kept, ([, , stars]) => stars),
    timestamp: new Float64Array(kept.length),
    disliked: new Uint8Array(kept.length),
  };
}

function toPairs({ rows }, isKept) {
  const kept = rows.filter((_, row) => isKept(row));
  return {
    user: Int32Array.from(kept, ([user]) => user),
    item: Int32Array.from(kept, ([, item]) => item),
    rating: Float32Array.from(kept, ([, , stars]) => stars),
  };
}
