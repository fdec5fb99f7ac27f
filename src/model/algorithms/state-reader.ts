import { DomainError } from '../../errors.js';
import type { RecommenderState, TypedArray } from '../recommender.js';

/**
 * Reads a stored state with every form checked: a damaged snapshot ends here as SNAPSHOT_DAMAGED, not as a wrong answer or
 * a crash while serving.
 */
export interface StateReader {
  /** A whole number from 0. */
  count(name: string): number;
  number(name: string): number;
  /** An array of this type and length; any length when none is given. */
  array<T extends TypedArray>(name: string, Kind: new (length: number) => T, length?: number): T;
  /** Row bounds: 0 first, never falling. */
  bounds(name: string, rows: number): Int32Array;
  /** Places from 0 to `limit - 1`. */
  places(name: string, length: number, limit: number): Int32Array;
  /** Single-precision numbers, all finite. */
  floats(name: string, length: number): Float32Array;
  /** Double-precision numbers, all finite. */
  doubles(name: string, length: number): Float64Array;
}

export function readState(state: RecommenderState): StateReader {
  const { checked = false } = state;
  const fail = (name: string): never => {
    throw new DomainError(
      'SNAPSHOT_DAMAGED',
      `The stored ${state.algorithm} model is damaged: "${name}" is not in order.`,
    );
  };
  const reader: StateReader = {
    count(name) {
      const value = reader.number(name);
      return Number.isSafeInteger(value) && value >= 0 ? value : fail(name);
    },
    number(name) {
      const value: unknown = Object.hasOwn(state.numbers, name) ? state.numbers[name] : undefined;
      return typeof value === 'number' && Number.isFinite(value) ? value : fail(name);
    },
    array(name, Kind, length) {
      const value: unknown = Object.hasOwn(state.arrays, name) ? state.arrays[name] : undefined;
      if (!(value instanceof Kind) || (length !== undefined && value.length !== length)) return fail(name);
      return value;
    },
    bounds(name, rows) {
      const value = reader.array(name, Int32Array, rows + 1);
      if (checked) return value;
      if (value[0] !== 0) return fail(name);
      for (let row = 0; row < rows; row++) if (value[row + 1] < value[row]) return fail(name);
      return value;
    },
    places(name, length, limit) {
      const value = reader.array(name, Int32Array, length);
      return checked || value.every((place) => place >= 0 && place < limit) ? value : fail(name);
    },
    floats(name, length) {
      const value = reader.array(name, Float32Array, length);
      return checked || value.every(Number.isFinite) ? value : fail(name);
    },
    doubles(name, length) {
      const value = reader.array(name, Float64Array, length);
      return checked || value.every(Number.isFinite) ? value : fail(name);
    },
  };
  return reader;
}
