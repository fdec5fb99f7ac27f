import { createRandom } from '../dist/src/model/random.js';
import { referenceColumns, referenceInteractions, FULL } from './reference-data.mjs';
import { relevantItems } from '../dist/src/evaluation/relevance.js';

/** Every so many-th learner has a tenth and more of the engagements held out: about 1% of the data. */
const EVERY = 20;
const HELD_OUT = 0.2;

/** The reference data in two parts. @returns training and test interactions, and what is relevant to whom */
export function holdOut(size = FULL) {
  const columns = referenceColumns(size);
  const random = createRandom(7).fork('bench hold-out');
  const train = [];
  const test = [];
  for (let row = 0; row < columns.length; row++)
    (columns.userPk[row] % EVERY === 0 && random.next() < HELD_OUT ? test : train).push(row);
  const data = {
    train: referenceInteractions(size, Int32Array.from(train)),
    test: referenceInteractions(size, Int32Array.from(test)),
  };
  return { ...data, relevance: relevantItems(data.test, data.train) };
}

/** The held-out pairs as columns, for a peer. */
export function pairsOf(test) {
  const user = new Int32Array(test.size);
  for (let u = 0; u < test.users; u++) user.fill(u, test.rowPtr[u], test.rowPtr[u + 1]);
  return { user, item: test.item, rating: test.rating };
}
