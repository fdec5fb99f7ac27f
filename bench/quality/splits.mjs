import { perUserSplit } from '../../dist/src/evaluation/split.js';
import { createRandom } from '../../dist/src/model/random.js';

/** The published cut: the test file, or each learner's latest share with this seed. @returns columns */
export function publishedCut(data, seed) {
  return data.test ? { train: data.train, test: data.test } : cutPerLearner(data.train, data.protocol.share, seed);
}

/** A cut of the training part alone, made as the published one: what defaults are chosen by. */
export function innerCut(data, seed) {
  return cutPerLearner(publishedCut(data, seed).train, data.protocol.share, seed + 100);
}

function cutPerLearner(columns, share, seed) {
  const { train, test } = perUserSplit(columns, share, createRandom(seed));
  return { train: selectRows(columns, train), test: selectRows(columns, test) };
}

export function selectRows(columns, rows) {
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
