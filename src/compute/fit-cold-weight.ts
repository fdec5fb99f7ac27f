import { scoreRawCollaborative, type HybridModel, type ItemSpace } from '../model/hybrid/hybrid-model.js';
import { isBetterBy, meanOf } from '../model/selection/paired-difference.js';
import { learnerNdcg, type Validation } from './measure-ranking.js';
import type { Checkpoint } from './progress.js';

/** From what content without engagements is taken to be worth, to hardly anything. */
const GRID = [1, 0.75, 0.5, 0.35, 0.2, 0.1, 0.05];

/**
 * Fits how much the collaborative scores of items that nobody had engaged with count: in one catalogue these are new courses,
 * in another dead stock. The largest value that the best one does not beat by a standard error, so that new content is held
 * back only where that pays.
 */
export function fitColdWeight(
  validation: Validation,
  model: Pick<HybridModel, 'collaborative'>,
  space: ItemSpace,
  checkpoint: Checkpoint,
): number {
  const cold = space.cold.items;
  if (cold.length === 0) return 1;
  const items = space.vectors.rows;
  const raw = new Float64Array(items);
  const values = learnerNdcg(
    validation,
    GRID.length,
    items,
    (history, out) => {
      scoreRawCollaborative({ ...model, coldWeight: 1 }, space, history, raw);
      GRID.forEach((weight, g) => {
        out[g].set(raw);
        for (const item of cold) out[g][item] *= weight;
      });
    },
    checkpoint,
  );
  let best = 0;
  for (let g = 1; g < GRID.length; g++) if (meanOf(values[g]) > meanOf(values[best])) best = g;
  return GRID[values.findIndex((one) => !isBetterBy(1, values[best], one))];
}
