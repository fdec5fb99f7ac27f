import { DomainError } from '../../errors.js';
import type { CellRow, InsightDimension } from '../../store/insights.store.js';

/** Rows or columns of a heat map at most; the rest is left out. */
const MAXIMUM_LINES = 30;

export interface HeatMapCell extends CellRow {
  /** Likes over engagements, 0-1. */
  readonly likeRate: number;
  /**
   * Engagements over what would be expected if rows and columns had nothing to do with each other: row total * column total /
   * total. 1: as expected; 2: twice as many.
   */
  readonly lift: number;
}

/** Engagements by two dimensions. */
export interface HeatMap {
  /** The values with most engagements first. Null stands for "not given". */
  readonly rows: readonly (string | null)[];
  readonly columns: readonly (string | null)[];
  /** Cells with engagements only. */
  readonly cells: readonly HeatMapCell[];
}

/** @throws DomainError BAD_USER_INPUT where both dimensions are the same */
export function heatMap(rows: InsightDimension, columns: InsightDimension, cells: readonly CellRow[]): HeatMap {
  if (rows === columns)
    throw new DomainError('BAD_USER_INPUT', `rows and columns are both ${rows}: they must differ.`, {
      field: 'columns',
    });
  const byRow = totalsBy(cells, (cell) => cell.row);
  const byColumn = totalsBy(cells, (cell) => cell.column);
  const total = cells.reduce((sum, cell) => sum + cell.engagements, 0);
  const shownRows = largest(byRow);
  const shownColumns = largest(byColumn);
  return {
    rows: shownRows,
    columns: shownColumns,
    cells: cells
      .filter((cell) => shownRows.includes(cell.row) && shownColumns.includes(cell.column))
      .map((cell) => ({
        ...cell,
        likeRate: cell.likes / cell.engagements,
        lift: (cell.engagements * total) / (byRow.get(cell.row)! * byColumn.get(cell.column)!),
      })),
  };
}

type Totals = ReadonlyMap<string | null, number>;

function totalsBy(cells: readonly CellRow[], valueOf: (cell: CellRow) => string | null): Totals {
  const totals = new Map<string | null, number>();
  for (const cell of cells) totals.set(valueOf(cell), (totals.get(valueOf(cell)) ?? 0) + cell.engagements);
  return totals;
}

/** Ties by value, so that the order is the same each time. */
function largest(totals: Totals): (string | null)[] {
  return [...totals]
    .sort(([a, m], [b, n]) => n - m || (a ?? '').localeCompare(b ?? '', 'en'))
    .slice(0, MAXIMUM_LINES)
    .map(([value]) => value);
}
