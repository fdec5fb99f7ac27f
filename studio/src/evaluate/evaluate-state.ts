import type { EvaluateQueryVariables, Segmentation } from '../generated/operations.js';

/** What the view shows, as it stands in the address. */
export interface EvaluateState {
  readonly k: number;
  /** Learners to rank; 0 for all. */
  readonly sample: number;
  /** Null: as fitted for the model. */
  readonly alpha: number | null;
  /** Null: a fixed one. */
  readonly seed: number | null;
  /** Whether the curve over alpha is measured too. */
  readonly curve: boolean;
  readonly by: Segmentation;
  /** Whether the evaluation is to run, as in an address that was shared. */
  readonly run: boolean;
  /** Ids of models side by side. */
  readonly a: string | null;
  readonly b: string | null;
}

export const SEGMENTATIONS: readonly Segmentation[] = ['ACTIVITY', 'SENIORITY_LEVEL', 'DEPARTMENT'];
/** Shares that the curve is measured at. */
export const CURVE: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const DEFAULTS = { k: 10, sample: 1000 };
const LARGEST = 2_147_483_647;

function whole(text: string | null, from: number, to: number): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= from && value <= to ? value : null;
}

/** Reads an address. What cannot be understood counts as not given. */
export function readEvaluate(params: URLSearchParams): EvaluateState {
  const alpha = params.get('alpha');
  const share = alpha === null || alpha.trim() === '' ? NaN : Number(alpha);
  return {
    k: whole(params.get('k'), 1, 100) ?? DEFAULTS.k,
    sample: whole(params.get('sample'), 0, LARGEST) ?? DEFAULTS.sample,
    alpha: share >= 0 && share <= 1 ? share : null,
    seed: whole(params.get('seed'), 0, LARGEST),
    curve: params.get('curve') !== '0',
    by: SEGMENTATIONS.find((one) => one === params.get('by')) ?? 'ACTIVITY',
    run: params.get('run') === '1',
    a: params.get('a') || null,
    b: params.get('b') || null,
  };
}

/** The address of a state: the inverse of readEvaluate. */
export function writeEvaluate(state: EvaluateState): URLSearchParams {
  return new URLSearchParams({
    ...(state.k !== DEFAULTS.k && { k: String(state.k) }),
    ...(state.sample !== DEFAULTS.sample && { sample: String(state.sample) }),
    ...(state.alpha !== null && { alpha: String(state.alpha) }),
    ...(state.seed !== null && { seed: String(state.seed) }),
    ...(!state.curve && { curve: '0' }),
    ...(state.by !== 'ACTIVITY' && { by: state.by }),
    ...(state.run && { run: '1' }),
    ...(state.a !== null && { a: state.a }),
    ...(state.b !== null && { b: state.b }),
  });
}

/** What the service is asked to measure. */
export function evaluationArgumentsOf(state: EvaluateState): EvaluateQueryVariables {
  return {
    sampleSize: state.sample,
    k: state.k,
    ...(state.alpha !== null && { alpha: state.alpha }),
    ...(state.curve && { alphas: [...CURVE] }),
    segments: [state.by],
    ...(state.seed !== null && { seed: state.seed }),
  };
}
