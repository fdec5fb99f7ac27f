import type { Locator } from 'playwright-core';

interface Row {
  readonly cells: ArrayLike<{ readonly textContent: string }>;
}

/** The figures of a plot, as rows of cells. */
export async function figuresOf(plot: Locator): Promise<string[][]> {
  const rows = plot.locator('tbody tr');
  await rows.first().waitFor({ state: 'attached' });
  return rows.evaluateAll((found: unknown) =>
    (found as readonly Row[]).map(({ cells }) => Array.from(cells, ({ textContent }) => textContent)),
  );
}
