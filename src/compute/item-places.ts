import type { ContentModel } from '../model/content/features.js';
import { createVocabulary } from '../model/interactions.js';
import { stackRows, type SparseRows, type SparseVector } from '../model/sparse.js';
import type { CatalogueColumns } from './messages.js';
import type { Checkpoint } from './progress.js';

/** Places of all items: those of the model first, in its order, then the rest of the catalogue. */
export function itemPlaces(
  model: { readonly itemPk: Int32Array },
  catalogue: Pick<CatalogueColumns, 'pk'>,
): {
  readonly pk: Int32Array;
  /** For each place the row of the catalogue, or -1 where the content has been deleted since. */
  readonly row: Int32Array;
} {
  const rows = createVocabulary(catalogue.pk);
  const known = new Set(model.itemPk);
  const added = catalogue.pk.filter((pk) => !known.has(pk));
  const pk = new Int32Array(model.itemPk.length + added.length);
  pk.set(model.itemPk);
  pk.set(added, model.itemPk.length);
  return { pk, row: pk.map((key) => rows.indexOf(key)) };
}

const EMPTY: SparseVector = { indices: new Int32Array(0), values: new Float64Array(0) };

/** Vectors of the given catalogue rows (-1: empty). */
export function vectoriseRows(
  content: ContentModel,
  catalogue: CatalogueColumns,
  rows: Int32Array,
  checkpoint?: Checkpoint,
): SparseRows {
  const vectors: SparseVector[] = [];
  for (let i = 0; i < rows.length; i++) {
    vectors.push(rows[i] < 0 ? EMPTY : content.vectorise(catalogue.records[rows[i]]));
    if ((i & 255) === 0) checkpoint?.(i / rows.length, `${i} of ${rows.length} texts`);
  }
  return stackRows(vectors, content.columns);
}
