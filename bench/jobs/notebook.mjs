import { createRandom } from '../../dist/src/model/random.js';
import { fit, openEngine } from '../engine.mjs';
import { descentRmse, rmseOf } from '../quality.mjs';
import { FULL, referenceColumns, referenceInteractions } from '../reference-data.mjs';
import { line } from '../report.mjs';

/** Training, validation and test shares. */
const TRAIN = 0.6;
const VALIDATION = 0.2;
/** Learners whose held-out rows are predicted: about a quarter of all, a standard error of 0.004. */
const MEASURED_EVERY = 4;
/** The notebook's search: 40 fits, that is 8 settings on 5 folds of the training part. */
const SETTINGS = [5, 10].flatMap((epochs) =>
  [0.002, 0.005].flatMap((learningRate) =>
    [0.02, 0.1].map((regularization) => ({ epochs, learningRate, regularization })),
  ),
);
const FOLDS = 5;

/** What the notebook measured with Surprise, on data of the same distributions. */
export async function run({ threads }) {
  const engine = openEngine(threads);
  const columns = referenceColumns();
  const random = createRandom(11).fork('notebook split');
  const part = Uint8Array.from({ length: columns.length }, () => {
    const draw = random.next();
    return draw < TRAIN ? 0 : draw < TRAIN + VALIDATION ? 1 : 2;
  });
  const rowsWhere = (test) => Int32Array.from(part.keys()).filter(test);
  const trainRows = rowsWhere((row) => part[row] === 0);
  const train = referenceInteractions(FULL, trainRows);
  const held = pairsOfRows(
    rowsWhere((row) => part[row] === 2),
    MEASURED_EVERY,
  );

  const own = (options) => descentRmse(engine, train, options, held);
  const served = (options) => rmseOf(fit('SVD', train, options, { engine }).model, train, held);
  const regularized = { regularization: 0.1 };
  const found = [own({}), own(regularized), served({}), served(regularized)];

  const started = performance.now();
  for (let fold = 0; fold < FOLDS; fold++) {
    const inFold = (row) => row % FOLDS === fold;
    const data = referenceInteractions(
      FULL,
      trainRows.filter((row) => !inFold(row)),
    );
    const deciding = pairsOfRows(trainRows.filter(inFold), 1);
    for (const setting of SETTINGS) descentRmse(engine, data, setting, deciding);
  }
  const minutes = (performance.now() - started) / 60_000;
  engine.close();
  const [defaults, strict, servedDefaults, servedStrict] = found;
  return [
    line(
      'notebook, SVD with defaults, test RMSE',
      defaults.toFixed(4),
      'notebook 2.978',
      '',
      '2.978 +- 0.01',
      near(defaults, 2.978),
    ),
    line(
      'notebook, regularization 0.1, test RMSE',
      strict.toFixed(4),
      'notebook 2.768',
      '',
      '2.768 +- 0.01',
      near(strict, 2.768),
    ),
    line(
      'notebook, both as served (learners folded in)',
      `${servedDefaults.toFixed(4)}, ${servedStrict.toFixed(4)}`,
      '',
      '',
    ),
    line(
      `notebook, grid search of ${FOLDS * SETTINGS.length} fits`,
      `${minutes.toFixed(2)} min`,
      'notebook 21.4 min',
      `${(21.4 / minutes).toFixed(0)}x`,
      '2 min',
      minutes < 2,
    ),
  ];
}

const near = (value, expected) => Math.abs(value - expected) <= 0.01;

/** The rows of every so many-th learner, one after the other; each row counts, also of a pair that comes twice. */
function pairsOfRows(rows, every) {
  const columns = referenceColumns();
  const chosen = rows
    .filter((row) => columns.userPk[row] % every === 0)
    .sort((a, b) => columns.userPk[a] - columns.userPk[b]);
  return {
    user: Int32Array.from(chosen, (row) => columns.userPk[row]),
    item: Int32Array.from(chosen, (row) => columns.contentPk[row]),
    rating: Float32Array.from(
      chosen,
      (row) => Math.min(columns.durationSeconds[row] / 300, 5) + (columns.liked[row] === 1 ? 5 : 0),
    ),
  };
}
