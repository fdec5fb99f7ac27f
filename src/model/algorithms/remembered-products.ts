import type { SparseRows } from '../sparse.js';
import { createFeatureProducts, type FeatureProducts, type TouchedRow } from './feature-products.js';

/** Catalogues up to this many contents: 400 MB. */
const MOST_ROWS = 10_000;

const remembered = new WeakMap<SparseRows, FeatureProducts>();

/**
 * The products of these features, whose rows are computed once, however many models are fitted with them, and kept in single
 * precision for as long as the features are. For catalogues of more than `mostRows` contents they are computed each time.
 * @param mostRows default 10,000: 400 MB
 */
export function featureProductsOf(features: SparseRows, mostRows = MOST_ROWS): FeatureProducts {
  const known = remembered.get(features);
  if (known) return known;
  const direct = createFeatureProducts(features);
  const products = features.rows <= mostRows ? rememberRows(direct) : direct;
  remembered.set(features, products);
  return products;
}

function rememberRows(direct: FeatureProducts): FeatureProducts {
  const { rows } = direct;
  const kept: (Float32Array | undefined)[] = Array.from({ length: rows });
  const scratch = new Float64Array(rows);
  const rowOf = (item: number): Float32Array => {
    let row = kept[item];
    if (!row) {
      scratch.fill(0);
      direct.addRow(item, 1, scratch);
      row = kept[item] = Float32Array.from(scratch);
    }
    return row;
  };
  return {
    rows,
    workOf: () => rows,
    addRow(item, weight, out, from = 0) {
      const row = rowOf(item);
      for (let j = from; j < rows; j++) out[j] += weight * row[j];
    },
    touchRow(item, weight, out, touchedRow: TouchedRow) {
      const { touchedBy, touched } = touchedRow;
      const row = rowOf(item);
      let { count } = touchedRow;
      for (let j = 0; j < rows; j++) {
        if (row[j] === 0) continue;
        if (touchedBy[j] !== item) {
          touchedBy[j] = item;
          touched[count++] = j;
        }
        out[j] += weight * row[j];
      }
      touchedRow.count = count;
    },
  };
}
