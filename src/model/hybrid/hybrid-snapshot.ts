import { DomainError } from '../../errors.js';
import { restoreContentModel, type ContentModelState } from '../content/features.js';
import type { Engine } from '../kernels/engine.js';
import type { FittedRecommender, HyperParameters, RecommenderState, TypedArray } from '../recommender.js';
import { restoreRecommender } from '../registry.js';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../snapshot.js';
import { restoreColdStart, storeColdStart, type StoredColdStart } from './cold-start-state.js';
import type { AlphaStep } from './alpha-by-history.js';
import type { HybridModel } from './hybrid-model.js';
import { createMixture, isMixture, type MixtureMember } from './mixture.js';

/** How the hold-out was cut, so that a later evaluation cuts the same data the same way. */
export interface HoldoutCut {
  readonly protocol: 'TEMPORAL' | 'PER_USER_RATIO';
  /** Milliseconds since 1970; null where the cut is not by time. */
  readonly cutoff: number | null;
  readonly testShare: number;
  readonly seed: number;
}

/** One trained model: the fit that serves, the fit that has never seen the hold-out, and what both share. */
export interface HybridSnapshot {
  readonly serving: HybridModel;
  /** Null where the data had too little to hold out. */
  readonly holdout: HybridModel | null;
  readonly cut: HoldoutCut | null;
  /** Surrogate keys of the items, by place. */
  readonly itemPk: Int32Array;
  /** Days in which an engagement's strength halves; null for no decay. */
  readonly halfLifeDays: number | null;
}

interface StoredRecommender {
  readonly algorithm: string;
  readonly options: HyperParameters;
  readonly numbers: Readonly<Record<string, number>>;
}

/** Its name is of no algorithm, so that versions which know no mixtures refuse it by name. */
const MIXTURE = 'MIXTURE';

interface StoredMixture extends StoredRecommender {
  readonly algorithm: typeof MIXTURE;
  readonly members: readonly (StoredRecommender & { readonly weight: number; readonly scale: number })[];
  readonly prior: { readonly weight: number; readonly halfLifeDays: number } | null;
}

type StoredFit = StoredRecommender | StoredMixture;

interface Meta {
  readonly alpha: number;
  /** Left out by versions that did not fit it. */
  readonly coldWeight?: number;
  readonly alphaByHistory?: readonly AlphaStep[] | null;
  readonly cut: HoldoutCut | null;
  readonly halfLifeDays: number | null;
  readonly content: Record<string, unknown>;
  readonly serving: StoredFit;
  readonly holdout: StoredFit | null;
  /** By fit; left out by earlier versions. */
  readonly coldStart?: { readonly serving?: StoredColdStart; readonly holdout?: StoredColdStart };
}

export function encodeHybrid(model: HybridSnapshot): Uint8Array {
  return encodeSnapshot(toSnapshot(model, (recommender) => recommender.state()));
}

/**
 * A model for another thread of this process: the fit that serves alone, with what restoring it would work out.
 * @see restoreReady
 */
export function encodeReady(model: HybridSnapshot): Uint8Array {
  return encodeSnapshot(
    toSnapshot({ ...model, holdout: null }, (recommender) => recommender.ready?.() ?? recommender.state()),
  );
}

function toSnapshot(model: HybridSnapshot, stateOf: (recommender: FittedRecommender) => RecommenderState): Snapshot {
  const arrays: Record<string, TypedArray> = { itemPk: model.itemPk };
  const storeRecommender = (prefix: string, recommender: FittedRecommender): StoredRecommender => {
    const state = stateOf(recommender);
    for (const [key, array] of Object.entries(state.arrays)) arrays[`${prefix}.${key}`] = array;
    return { algorithm: state.algorithm, options: state.options, numbers: state.numbers };
  };
  const storeFit = (name: string, { collaborative, popularity }: HybridModel): StoredFit => {
    arrays[`${name}.popularity`] = popularity;
    if (!isMixture(collaborative)) return storeRecommender(`${name}.fit`, collaborative);
    const { members, prior } = collaborative;
    if (prior) arrays[`${name}.prior`] = prior.values;
    return {
      algorithm: MIXTURE,
      options: {},
      numbers: {},
      members: members.map(({ recommender, weight, scale }, m) => ({
        ...storeRecommender(`${name}.member${m}`, recommender),
        weight,
        scale,
      })),
      prior: prior && { weight: prior.weight, halfLifeDays: prior.halfLifeDays },
    };
  };
  for (const half of ['collaborative', 'content'] as const) {
    arrays[`calibration.${half}.x`] = model.serving.calibration[half].x;
    arrays[`calibration.${half}.y`] = model.serving.calibration[half].y;
  }
  const content: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(model.serving.content.state())) {
    if (ArrayBuffer.isView(value)) arrays[`content.${key}`] = value as TypedArray;
    else content[key] = value;
  }
  const storeCold = (name: 'serving' | 'holdout', fit: HybridModel | null): Meta['coldStart'] =>
    fit?.coldStart && {
      [name]: storeColdStart(fit.coldStart, (key, array) => (arrays[`${name}.traits.${key}`] = array)),
    };
  const meta: Meta = {
    alpha: model.serving.alpha,
    coldWeight: model.serving.coldWeight,
    alphaByHistory: model.serving.alphaByHistory,
    cut: model.cut,
    halfLifeDays: model.halfLifeDays,
    content,
    serving: storeFit('serving', model.serving),
    holdout: model.holdout ? storeFit('holdout', model.holdout) : null,
    coldStart: { ...storeCold('serving', model.serving), ...storeCold('holdout', model.holdout) },
  };
  return { meta: meta as unknown as Snapshot['meta'], arrays };
}

/**
 * @param engine for the serving fit, as its own (see `Algorithm.restore`); default: plain TypeScript
 * @throws DomainError SNAPSHOT_DAMAGED or SNAPSHOT_VERSION
 */
export function decodeHybrid(bytes: Uint8Array, engine?: Engine): HybridSnapshot {
  return decode(bytes, engine, { holdout: true, checked: false });
}

/** The same without the fit that has never seen the hold-out, which takes as long to restore. */
export function decodeServing(bytes: Uint8Array, engine?: Engine): HybridSnapshot {
  return decode(bytes, engine, { holdout: false, checked: false });
}

/** What `encodeReady` made, without looking at every number again. Arrays are views into `bytes`. */
export function restoreReady(bytes: Uint8Array, engine?: Engine): HybridSnapshot {
  return decode(bytes, engine, { holdout: false, checked: true });
}

interface RestoreOptions {
  /** Whether the hold-out fit is wanted. */
  readonly holdout: boolean;
  /** See `RecommenderState.checked`. */
  readonly checked: boolean;
}

function decode(bytes: Uint8Array, engine: Engine | undefined, options: RestoreOptions): HybridSnapshot {
  const snapshot = decodeSnapshot(bytes);
  try {
    return restoreHybrid(snapshot, engine, options);
  } catch (cause) {
    if (cause instanceof DomainError && cause.code.startsWith('SNAPSHOT')) throw cause;
    throw new DomainError('SNAPSHOT_DAMAGED', 'The snapshot does not hold a whole model.', {}, { cause });
  }
}

function restoreHybrid(
  snapshot: Snapshot,
  engine: Engine | undefined,
  { holdout, checked }: RestoreOptions,
): HybridSnapshot {
  const meta = snapshot.meta as unknown as Meta;
  const under = (prefix: string): Record<string, TypedArray> =>
    Object.fromEntries(
      Object.entries(snapshot.arrays)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array]),
    );
  const calibration = {
    collaborative: under('calibration.collaborative.') as unknown as HybridModel['calibration']['collaborative'],
    content: under('calibration.content.') as unknown as HybridModel['calibration']['content'],
  };
  const content = restoreContentModel({ ...meta.content, ...under('content.') } as unknown as ContentModelState);
  const restoreCollaborative = (name: string, stored: StoredFit, own?: Engine): FittedRecommender => {
    if (!('members' in stored))
      return restoreRecommender({ ...stored, arrays: under(`${name}.fit.`), checked } as RecommenderState, own);
    const members = stored.members.map(({ weight, scale, ...member }, m): MixtureMember => ({
      recommender: restoreRecommender(
        { ...member, arrays: under(`${name}.member${m}.`), checked } as RecommenderState,
        own,
      ),
      weight,
      scale,
    }));
    const values = snapshot.arrays[`${name}.prior`] as Float64Array;
    return createMixture(members, stored.prior && { ...stored.prior, values });
  };
  const restoreFit = (name: 'serving' | 'holdout', stored: StoredFit, own?: Engine): HybridModel => {
    const coldStart = meta.coldStart?.[name];
    return {
      collaborative: restoreCollaborative(name, stored, own),
      content,
      calibration,
      popularity: snapshot.arrays[`${name}.popularity`] as Int32Array,
      coldWeight: meta.coldWeight ?? 1,
      alpha: meta.alpha,
      alphaByHistory: meta.alphaByHistory ?? null,
      ...(coldStart && { coldStart: restoreColdStart(coldStart, under(`${name}.traits.`)) }),
    };
  };
  return {
    serving: restoreFit('serving', meta.serving, engine),
    holdout: holdout && meta.holdout ? restoreFit('holdout', meta.holdout) : null,
    cut: meta.cut,
    itemPk: snapshot.arrays['itemPk'] as Int32Array,
    halfLifeDays: meta.halfLifeDays,
  };
}
