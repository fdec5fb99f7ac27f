import { createRandom } from '../../dist/src/model/random.js';
import { selectRows } from './splits.mjs';

const JACCARD = 0.5;

/**
 * Leaves out learners who repeat another's history, which rewards memorising: in random order, whoever shares half or more of
 * all content (Jaccard, training and test together) with a learner already kept.
 * @returns the data without them, and how many they were
 */
export function dropTwins(data, seed = 1) {
  const contents = Array.from({ length: data.users }, () => new Set());
  for (const columns of [data.train, data.test ?? { length: 0 }])
    for (let row = 0; row < columns.length; row++) contents[columns.userPk[row]].add(columns.contentPk[row]);
  const order = createRandom(seed)
    .fork('twins')
    .shuffle(Int32Array.from({ length: data.users }, (_, user) => user));
  const keptBy = data.ids.map(() => []);
  const kept = new Uint8Array(data.users);
  for (const user of order) {
    const shared = new Map();
    for (const item of contents[user])
      for (const other of keptBy[item]) shared.set(other, (shared.get(other) ?? 0) + 1);
    const repeats = [...shared].some(
      ([other, common]) => common / (contents[user].size + contents[other].size - common) >= JACCARD,
    );
    if (repeats) continue;
    kept[user] = 1;
    for (const item of contents[user]) keptBy[item].push(user);
  }
  const select = (columns) =>
    columns &&
    selectRows(
      columns,
      Int32Array.from(columns.userPk.keys()).filter((row) => kept[columns.userPk[row]]),
    );
  return {
    data: { ...data, train: select(data.train), test: select(data.test) },
    dropped: kept.reduce((sum, one) => sum + (1 - one), 0),
  };
}
