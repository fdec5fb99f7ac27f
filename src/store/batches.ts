/** Rows in one statement: large enough that round trips cost nothing, small enough for any server's memory. */
export const ROWS_PER_STATEMENT = 5000;

/** Cuts a list into consecutive parts of at most `size`. */
export function* batchesOf<T>(rows: readonly T[], size = ROWS_PER_STATEMENT): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}
