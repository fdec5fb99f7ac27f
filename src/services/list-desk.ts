import { createHalves, type Halves } from '../model/hybrid/hybrid-model.js';
import { createBlendRanker, type BlendRanker } from '../model/hybrid/rank-blends.js';
import type { RecommendControls } from './list-controls.js';
import type { ServingModel } from './serving-model.js';

/** Arrays that lists are made in, and what the controls of a request leave out for everybody. */
export interface ListDesk extends Scratch {
  readonly serving: ServingModel;
  readonly controls: RecommendControls;
  /** Filtered out or excluded by id; null where nothing is. */
  readonly leftOut: Uint8Array | null;
  /** Ids of `exclude` that no content has. */
  readonly unknownContentIds: readonly string[];
  /** When the request was made, milliseconds since 1970. */
  readonly now: number;
}

/** Shared by all requests: a list is made from its beginning to its end without giving way to another. */
interface Scratch {
  readonly halves: Halves;
  readonly scores: Float64Array;
  readonly excluded: Uint8Array;
  /** By column of the content space; zeros between two lists. */
  readonly interest: Float64Array;
  /** What ranks blends, for lists of one length. */
  readonly rankerFor: (length: number) => BlendRanker;
}

export function openDesk(serving: ServingModel, controls: RecommendControls, now: number): ListDesk {
  const { filter, exclude = [] } = controls;
  const leftOut = filter || exclude.length > 0 ? new Uint8Array(serving.rows.length) : null;
  if (filter) serving.index.leaveOut(filter, leftOut!);
  const unknownContentIds: string[] = [];
  for (const id of new Set(exclude)) {
    const place = serving.placeById.get(id);
    if (place === undefined) unknownContentIds.push(id);
    else leftOut![place] = 1;
  }
  return { ...scratchFor(serving), serving, controls, leftOut, unknownContentIds, now };
}

/** They go with the model. */
const scratches = new WeakMap<ServingModel, Scratch>();
/** Lengths of lists whose rankers are kept. */
const LENGTHS = 4;

function scratchFor(serving: ServingModel): Scratch {
  let scratch = scratches.get(serving);
  if (!scratch) {
    const items = serving.rows.length;
    const rankers = new Map<number, BlendRanker>();
    const rankerFor = (length: number): BlendRanker => {
      const known = rankers.get(length);
      if (known) return known;
      const ranker = createBlendRanker(serving.model.calibration, items, length, serving.tieRank);
      rankers.set(length, ranker);
      for (const oldest of rankers.keys()) if (rankers.size > LENGTHS) rankers.delete(oldest);
      return ranker;
    };
    scratch = {
      halves: createHalves(items),
      scores: new Float64Array(items),
      excluded: new Uint8Array(items),
      interest: new Float64Array(serving.space.vectors.columns),
      rankerFor,
    };
    scratches.set(serving, scratch);
  }
  return scratch;
}
