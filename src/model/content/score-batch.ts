import { createMatrix, createSparse, type Engine } from '../kernels/engine.js';
import { spmm } from '../kernels/spmm.js';
import type { SparseRows } from '../sparse.js';

/** Profiles that one product takes: their columns and the results stay in a core's cache. */
export const BATCH = 16;

/** The cosines of all items with several profiles at once, in single precision. */
export interface ContentBatch {
  /** @param profiles at most `BATCH` of length `vectors.columns` */
  score(profiles: readonly Float64Array[]): void;
  /** Writes the cosines with the profile at `place` of the last `score`. @param out length `vectors.rows` */
  read(place: number, out: Float64Array): void;
  /** More than a cosine here may differ from `contentCosine`. */
  readonly error: number;
}

/**
 * Copies the vectors into the engine; valid until the enclosing scope ends. O(stored values) for a batch, of which one
 * profile is a lane.
 */
export function createContentBatch(engine: Engine, vectors: SparseRows): ContentBatch {
  const sparse = createSparse(engine, {
    columns: vectors.columns,
    ptr: vectors.rowPtr,
    column: vectors.column,
    value: vectors.value,
  });
  const dense = createMatrix(engine, vectors.columns, BATCH);
  const cosines = createMatrix(engine, vectors.rows, BATCH);
  let longest = 0;
  for (let row = 0; row < vectors.rows; row++)
    longest = Math.max(longest, vectors.rowPtr[row + 1] - vectors.rowPtr[row]);
  return {
    // n products of numbers of at most 1 whose squares sum to at most 1, each and their sums rounded to 24 bits.
    error: 2 ** -23 * (longest + 4),
    score(profiles) {
      profiles.forEach((profile, place) => {
        for (let column = 0, at = place; column < profile.length; column++, at += dense.stride)
          dense.values[at] = profile[column];
      });
      spmm(engine, sparse, dense, cosines);
    },
    read(place, out) {
      const { values, stride } = cosines;
      for (let row = 0, at = place; row < out.length; row++, at += stride) {
        const cosine = values[at];
        out[row] = cosine < 1 ? cosine : 1;
      }
    },
  };
}
