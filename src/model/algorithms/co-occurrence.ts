import type { RowSums } from './item-neighbourhood.js';
import type { WeightedEngagements } from './weighted-engagements.js';

type ByBoth = Pick<WeightedEngagements, 'rows' | 'columns'>;

/** Products that all rows of the co-occurrence take. */
export function coOccurrenceWork({ rows, columns }: ByBoth): number {
  let work = 0;
  for (const learner of columns.place) work += rows.ptr[learner + 1] - rows.ptr[learner];
  return work;
}

/** Adds `G_ij = sum over learners of columns_ui rows_uj` for all j. @returns what adds one item's, and returns its products */
export function addCoOccurrence({ rows, columns }: ByBoth): (item: number, row: RowSums) => number {
  return (item, row) => {
    const { common, touchedBy, touched } = row;
    let { count } = row;
    let work = 0;
    for (let c = columns.ptr[item]; c < columns.ptr[item + 1]; c++) {
      const value = columns.value[c];
      const first = rows.ptr[columns.place[c]];
      const end = rows.ptr[columns.place[c] + 1];
      work += end - first;
      for (let e = first; e < end; e++) {
        const j = rows.place[e];
        if (touchedBy[j] !== item) {
          touchedBy[j] = item;
          touched[count++] = j;
        }
        common[j] += value * rows.value[e];
      }
    }
    row.count = count;
    return work;
  };
}
