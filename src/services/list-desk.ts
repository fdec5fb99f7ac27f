import { createHalves, type Halves } from '../model/hybrid/hybrid-model.js';
import type { RecommendControls } from './list-controls.js';
import type { ServingModel } from './serving-model.js';

/** Arrays that the lists of one request share, and what its controls leave out for everybody. */
export interface ListDesk {
  readonly serving: ServingModel;
  readonly controls: RecommendControls;
  readonly halves: Halves;
  readonly scores: Float64Array;
  readonly excluded: Uint8Array;
  /** Filtered out or excluded by id. */
  readonly leftOut: Uint8Array;
  /** Ids of `exclude` that no content has. */
  readonly unknownContentIds: readonly string[];
  /** When the request was made, milliseconds since 1970. */
  readonly now: number;
}

export function openDesk(serving: ServingModel, controls: RecommendControls, now: number): ListDesk {
  const items = serving.rows.length;
  const leftOut = new Uint8Array(items);
  if (controls.filter) serving.index.leaveOut(controls.filter, leftOut);
  const unknownContentIds: string[] = [];
  for (const id of new Set(controls.exclude)) {
    const place = serving.placeById.get(id);
    if (place === undefined) unknownContentIds.push(id);
    else leftOut[place] = 1;
  }
  return {
    serving,
    controls,
    halves: createHalves(items),
    scores: new Float64Array(items),
    excluded: new Uint8Array(items),
    leftOut,
    unknownContentIds,
    now,
  };
}
