import { sampleRelevance, selectRelevance, type Relevance } from '../evaluation/relevance.js';
import { fitCalibration } from '../model/hybrid/calibrate.js';
import {
  createHalves,
  createItemSpace,
  isInformative,
  scoreRaw,
  type HalfCalibrations,
  type HybridModel,
  type ItemSpace,
} from '../model/hybrid/hybrid-model.js';
import { historyOf, type Interactions } from '../model/interactions.js';
import type { Random } from '../model/random.js';
import type { SparseRows } from '../model/sparse.js';
import { fitAlphaOn } from './fit-alpha.js';
import type { Validation } from './measure-ranking.js';
import type { Checkpoint } from './progress.js';

/** Scores kept while fitting calibration: learners times items. */
const CALIBRATION_CELLS = 4_000_000;
/** Below this many validation learners alpha is not fitted, and nothing is chosen: chance would. */
export const ENOUGH_LEARNERS = 20;
const DEFAULT_ALPHA = 0.7;

/** What turns the fit of the training part into a hybrid. */
export interface HoldoutInput {
  /** Fitted on `validation.train`. */
  readonly fit: Pick<HybridModel, 'collaborative' | 'content' | 'popularity'>;
  readonly vectors: SparseRows;
  /** Decides alpha. */
  readonly validation: Validation;
  /** All learners of the validation part with an informative history, and what is relevant to each; see `warmOnly`. */
  readonly held: Relevance;
  readonly random: Random;
}

export interface HoldoutFit {
  readonly model: HybridModel;
  readonly space: ItemSpace;
  /** NDCG@10 of the validation learners at each alpha tried; empty where alpha could not be fitted. */
  readonly alphaCurve: readonly { readonly alpha: number; readonly value: number }[];
}

/** Fits both calibrations and alpha on the validation learners. */
export function fitHoldout(input: HoldoutInput, calibrating: Checkpoint, fittingAlpha: () => Checkpoint): HoldoutFit {
  const { fit, validation, held, random } = input;
  const space = createItemSpace(fit, input.vectors);
  const calibration = fitCalibrations(fit, space, validation.train, held, random, calibrating);
  const calibrated: HybridModel = { ...fit, calibration, alpha: DEFAULT_ALPHA };
  if (validation.relevance.users.length < ENOUGH_LEARNERS) return { model: calibrated, space, alphaCurve: [] };
  const { alpha, curve } = fitAlphaOn(validation, calibrated, space, fittingAlpha());
  return { model: { ...calibrated, alpha }, space, alphaCurve: curve };
}

/** Learners whose training history says something: the others take the cold path, which needs no calibration. */
export function warmOnly(relevance: Relevance, train: Interactions): Relevance {
  const all = Int32Array.from(relevance.users.keys());
  return selectRelevance(
    relevance,
    all.filter((n) => isInformative(historyOf(train, relevance.users[n]), train.items)),
  );
}

/** Where nothing can be held out. */
export function unfittedBlend(): Pick<HybridModel, 'calibration' | 'alpha'> {
  const none = { score: new Float64Array(0), relevant: new Uint8Array(0) };
  return {
    calibration: { collaborative: fitCalibration(none), content: fitCalibration(none) },
    alpha: DEFAULT_ALPHA,
  };
}

/** Fits both maps on what the validation learners had not seen at the cut. */
function fitCalibrations(
  model: Pick<HybridModel, 'collaborative'>,
  space: ItemSpace,
  train: Interactions,
  validation: Relevance,
  random: Random,
  checkpoint: Checkpoint,
): HalfCalibrations {
  const items = space.vectors.rows;
  const sample = sampleRelevance(
    validation,
    Math.max(1, Math.floor(CALIBRATION_CELLS / items)),
    random.fork('calibration sample'),
  );
  const cells = sample.users.length * items;
  const raw = createHalves(items);
  const scores = { collaborative: new Float64Array(cells), content: new Float64Array(cells) };
  const relevant = new Uint8Array(cells);
  const state = new Uint8Array(items);
  let n = 0;
  for (let u = 0; u < sample.users.length; u++) {
    const history = historyOf(train, sample.users[u]);
    scoreRaw(model, space, history, raw);
    state.fill(0);
    for (let e = sample.ptr[u]; e < sample.ptr[u + 1]; e++) state[sample.items[e]] = 1;
    for (let e = 0; e < history.length; e++) state[history.items[e]] = 2;
    for (let i = 0; i < items; i++) {
      if (state[i] === 2) continue;
      scores.collaborative[n] = raw.collaborative[i];
      scores.content[n] = raw.content[i];
      relevant[n++] = state[i];
    }
    checkpoint(u / sample.users.length, `${u} of ${sample.users.length} learners`);
  }
  const labels = relevant.subarray(0, n);
  return {
    collaborative: fitCalibration({ score: scores.collaborative.subarray(0, n), relevant: labels }),
    content: fitCalibration({ score: scores.content.subarray(0, n), relevant: labels }),
  };
}
