import { sampleRelevance } from '../evaluation/relevance.js';
import { fitCalibration } from '../model/hybrid/calibrate.js';
import {
  createItemSpace,
  scoreRaw,
  type HalfCalibrations,
  type HybridModel,
  type ItemSpace,
} from '../model/hybrid/hybrid-model.js';
import type { Random } from '../model/random.js';
import type { SparseRows } from '../model/sparse.js';
import { sampleHalves } from './calibration-samples.js';
import type { DecidingData } from './deciding-data.js';
import { fitAlphaOn } from './fit-alpha.js';
import { fitColdWeight } from './fit-cold-weight.js';
import type { Checkpoint } from './progress.js';

/** Scores kept of each half while fitting calibration. */
const CALIBRATION_CELLS = 4_000_000;
const DEFAULT_ALPHA = 0.7;

/** What brings two halves together. */
export type Blend = Pick<HybridModel, 'calibration' | 'coldWeight' | 'alpha' | 'alphaByHistory'>;

export interface BlendFit {
  readonly blend: Blend;
  /** Of the fit that it was fitted for. */
  readonly space: ItemSpace;
  /** NDCG@10 of the validation learners at each alpha tried; empty where alpha could not be fitted. */
  readonly alphaCurve: readonly { readonly alpha: number; readonly value: number }[];
}

interface BlendInput {
  /** Fitted on what the deciding data train on. */
  readonly fit: Pick<HybridModel, 'collaborative' | 'content' | 'popularity'>;
  readonly vectors: SparseRows;
  readonly deciding: DecidingData;
  readonly random: Random;
}

/** Fits what items without engagements count, both calibrations and alpha on the learners that decide. */
export function fitBlend(input: BlendInput, calibrating: Checkpoint, fittingAlpha: () => Checkpoint): BlendFit {
  const { fit, deciding } = input;
  const space = createItemSpace(fit, input.vectors);
  const coldWeight = deciding.isEnough ? fitColdWeight(deciding.validation, fit, space, calibrating) : 1;
  const calibration = fitCalibrations(input, coldWeight, space, calibrating);
  const unfitted: Blend = { calibration, coldWeight, alpha: DEFAULT_ALPHA, alphaByHistory: null };
  if (!deciding.isEnough) return { blend: unfitted, space, alphaCurve: [] };
  const { alpha, curve, alphaByHistory } = fitAlphaOn(
    deciding.validation,
    { ...fit, ...unfitted },
    space,
    fittingAlpha(),
  );
  return { blend: { ...unfitted, alpha, alphaByHistory }, space, alphaCurve: curve };
}

/** Where nothing can be held out. */
export function unfittedBlend(): Blend {
  const none = { score: new Float64Array(0), relevant: new Uint8Array(0) };
  return {
    calibration: { collaborative: fitCalibration(none), content: fitCalibration(none) },
    coldWeight: 1,
    alpha: DEFAULT_ALPHA,
    alphaByHistory: null,
  };
}

/** Fits both maps on what the learners had not seen at the cut. */
function fitCalibrations(
  { fit, deciding, random }: BlendInput,
  coldWeight: number,
  space: ItemSpace,
  checkpoint: Checkpoint,
): HalfCalibrations {
  const items = space.vectors.rows;
  const learners = Math.max(1, Math.floor(CALIBRATION_CELLS / (items / 16 + 100)));
  const samples = sampleHalves(
    deciding.validation.train,
    sampleRelevance(deciding.learners, learners, random.fork('calibration sample')),
    items,
    (history, out) => scoreRaw({ ...fit, coldWeight }, space, history, out),
    random.fork('calibration cells'),
    checkpoint,
  );
  return { collaborative: fitCalibration(samples.collaborative), content: fitCalibration(samples.content) };
}
