import type { ServingModel } from './serving-model.js';

/** What was not on offer at an instant, 1 by place; content that came later counts as such. */
export function hiddenAt({ rows }: Pick<ServingModel, 'rows'>, instant: number): Uint8Array {
  return Uint8Array.from(rows, (row) =>
    !row || row.createdAt.getTime() > instant || (row.retiredAt && row.updatedAt.getTime() <= instant) ? 1 : 0,
  );
}
