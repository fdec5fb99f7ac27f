import type { ItemSpace } from '../model/hybrid/hybrid-model.js';
import { decodeServing, encodeReady } from '../model/hybrid/hybrid-snapshot.js';
import type { Engine } from '../model/kernels/engine.js';
import type { CatalogueColumns } from './messages.js';
import { openRankingModel } from './rank-model.js';

/** A model as the thread that serves takes it over, with nothing left to check or to work out. */
export interface ReadyModel {
  /** For `restoreReady`. */
  readonly model: Uint8Array<ArrayBuffer>;
  /** By place: the model's items in its order, then the rest of the catalogue in its own. */
  readonly space: ItemSpace;
  readonly tieRank: Int32Array<ArrayBuffer>;
}

/**
 * Does all of loading a model that takes time: reads and checks the fit that serves, turns the catalogue of today into vectors
 * and gives new content its neighbours.
 * @param engine of the calling thread; default: plain TypeScript
 * @throws DomainError SNAPSHOT_DAMAGED or SNAPSHOT_VERSION
 */
export function readyModel(snapshot: Uint8Array, catalogue: CatalogueColumns, engine?: Engine): ReadyModel {
  const stored = decodeServing(snapshot, engine);
  const { space, tieRank } = openRankingModel(stored, stored.serving, catalogue, () => undefined);
  return { model: new Uint8Array(encodeReady(stored)), space, tieRank: new Int32Array(tieRank) };
}
