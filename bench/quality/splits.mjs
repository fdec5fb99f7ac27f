import { perUserSplit } from '../../dist/src/evaluation/split.js';
import { relevantItems } from '../../dist/src/evaluation/relevance.js';
import { buildInteractions, createVocabulary } from '../../dist/src/model/interactions.js';
import { createRandom } from '../../dist/src/model/random.js';

/** Two disjoint parts of the data as interactions, and what is relevant to whom. */
export function toParts(data, trainRows, test) {
  const users = createVocabulary(Int32Array.from({ length: data.users }, (_, n) => n));
  const items = createVocabulary(Int32Array.from(data.ids.keys()));
  const train = buildInteractions(data.train, users, items, trainRows ? { rows: trainRows } : {});
  const held = buildInteractions(test.columns, users, items, test.rows ? { rows: test.rows } : {});
  return { train, test: held, relevance: relevantItems(held, train) };
}

/** The published protocol: the test file, or the cut per learner with this seed. */
export function finalParts(data, seed) {
  if (data.test) return toParts(data, null, { columns: data.test });
  const split = perUserSplit(data.train, data.protocol.share, createRandom(seed));
  return toParts(data, split.train, { columns: data.train, rows: split.test });
}

/** The cut of the training part alone that options are chosen by, made as the published one: each learner's latest share. */
export function innerParts(data, seed) {
  const training = data.test
    ? data.train
    : selectColumns(data.train, perUserSplit(data.train, data.protocol.share, createRandom(seed)).train);
  const split = perUserSplit(training, data.protocol.share, createRandom(seed + 100));
  return toParts({ ...data, train: training }, split.train, { columns: training, rows: split.test });
}

export function selectColumns(columns, rows) {
  const pick = (array) => array.constructor.from(rows, (row) => array[row]);
  return {
    length: rows.length,
    userPk: pick(columns.userPk),
    contentPk: pick(columns.contentPk),
    timestamp: pick(columns.timestamp),
    durationSeconds: pick(columns.durationSeconds),
    liked: pick(columns.liked),
    type: pick(columns.type),
  };
}
