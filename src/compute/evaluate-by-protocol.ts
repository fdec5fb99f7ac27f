import { DomainError } from '../errors.js';
import { DEFAULT_SHARES, splitBy, type Protocol } from '../evaluation/protocols.js';
import type { EngagementColumns } from '../model/engagement.js';
import { decodeHybrid, type HoldoutCut } from '../model/hybrid/hybrid-snapshot.js';
import { recipeOf } from '../model/hybrid/mixture.js';
import type { Engine } from '../model/kernels/engine.js';
import { evaluateTask } from './evaluate-model.js';
import { engagementsOnly } from './holdout.js';
import type { EvaluateTask, EvaluationResult } from './messages.js';
import { partOf, type Progress } from './progress.js';
import { trainTask } from './train-model.js';

/** Of the bar, what fitting anew takes. */
const FITTING = 0.7;

/**
 * Evaluates by the protocol that is asked for. Where that is not the model's own hold-out, the model is trained anew on the training
 * part as a training would, hold-out for calibration and alpha within it, with the stored model's algorithms, options and
 * seed; then what would serve is measured on all learners of the test part, of which it knows nothing.
 * @param engine for ranking, of this thread alone
 * @param withEngine lends one for the fits
 */
export function evaluateByProtocol(
  task: EvaluateTask,
  progress: Progress,
  engine: Engine,
  withEngine: <T>(use: (engine: Engine) => T) => T,
): EvaluationResult {
  const { protocol, columns, catalogue, learners, testShare } = task;
  const stored = protocol && decodeHybrid(task.snapshot);
  if (!protocol || !stored || isStored(stored.cut, protocol, testShare)) return evaluateTask(task, progress, engine);
  const started = performance.now();
  progress.phase('parting the engagements', 0, 0.02);
  const seed = stored.cut?.seed ?? task.seed;
  const split = engagementsOnly(columns, splitBy(protocol, columns, testShare, task.seed));
  if (split.train.length === 0 || split.test.length === 0)
    throw new DomainError('NOT_ENOUGH_DATA', `There are too few engagements to hold any out by ${protocol}.`);
  const train = selectRows(columns, split.train);
  const recipe = recipeOf(stored.serving.collaborative);
  const { snapshot } = withEngine((fitting) =>
    trainTask(
      {
        kind: 'TRAIN',
        columns: train,
        catalogue,
        ...(learners && { learners }),
        algorithm: recipe.parts[0].algorithm,
        hyperParameters: recipe.parts[0].hyperParameters,
        recipe,
        report: false,
        seed,
        ...(stored.cut && { testShare: stored.cut.testShare }),
        ...(stored.halfLifeDays !== null && { halfLifeDays: stored.halfLifeDays }),
      },
      partOf(progress, 0.02, FITTING),
      fitting,
    ),
  );
  const report = evaluateTask(
    { ...task, target: 'FILE', snapshot, columns: train, test: selectRows(columns, split.test) },
    partOf(progress, FITTING, 1),
    engine,
  );
  return {
    ...report,
    protocol,
    refitted: true,
    cutoff: split.cutoff,
    seconds: (performance.now() - started) / 1000,
  };
}

function isStored(cut: HoldoutCut | null, protocol: Protocol, testShare: number | undefined): boolean {
  if (!cut || cut.protocol !== protocol) return false;
  return cut.testShare === (testShare ?? DEFAULT_SHARES[cut.protocol]);
}

/** @param rows ascending, so that feedback stays behind the engagements */
function selectRows(columns: EngagementColumns, rows: Int32Array): EngagementColumns {
  const { feedbackFrom } = columns;
  return {
    length: rows.length,
    ...(feedbackFrom !== undefined && { feedbackFrom: rows.filter((row) => row < feedbackFrom).length }),
    userPk: rows.map((row) => columns.userPk[row]),
    contentPk: rows.map((row) => columns.contentPk[row]),
    timestamp: Float64Array.from(rows, (row) => columns.timestamp[row]),
    durationSeconds: rows.map((row) => columns.durationSeconds[row]),
    liked: Int8Array.from(rows, (row) => columns.liked[row]),
    type: Uint8Array.from(rows, (row) => columns.type[row]),
  };
}
