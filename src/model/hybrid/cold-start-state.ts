import type { TypedArray } from '../recommender.js';
import type { ColdStart } from './favourites.js';
import { restoreTraitMap, type TraitMapState } from './trait-map.js';

/** `ColdStart` as a snapshot stores it: plain values here, arrays beside. */
export interface StoredColdStart extends Omit<ColdStart, 'traits'> {
  readonly traits: Pick<TraitMapState, 'traits' | 'items' | 'rank'> | null;
}

const ARRAYS = ['share', 'loadings', 'factors', 'mean'] as const satisfies readonly (keyof TraitMapState)[];

/** @param put takes each array under its name */
export function storeColdStart(
  { traits: map, ...rest }: ColdStart,
  put: (name: string, array: TypedArray) => void,
): StoredColdStart {
  if (!map) return { traits: null, ...rest };
  const state = map.state();
  for (const name of ARRAYS) put(name, state[name]);
  const { traits, items, rank } = state;
  return { traits: { traits, items, rank }, ...rest };
}

/** @param arrays by name, as `storeColdStart` put them */
export function restoreColdStart(
  { traits, ...rest }: StoredColdStart,
  arrays: Readonly<Record<string, TypedArray>>,
): ColdStart {
  const state = traits && ({ ...traits, ...arrays } as unknown as TraitMapState);
  return { traits: state && restoreTraitMap(state), ...rest };
}
