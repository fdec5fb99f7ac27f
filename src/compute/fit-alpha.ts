import { DEFAULT_ALPHA_GRID, fitAlpha, type AlphaFit } from '../model/hybrid/alpha.js';
import { fitAlphaByHistory, type AlphaStep } from '../model/hybrid/alpha-by-history.js';
import { blendAll } from '../model/hybrid/blend.js';
import { createHalves, scoreHalves, type HybridModel, type ItemSpace } from '../model/hybrid/hybrid-model.js';
import { historyOf } from '../model/interactions.js';
import { learnerNdcg, type Validation } from './measure-ranking.js';
import type { Checkpoint } from './progress.js';

/** Fits alpha on the validation learners, for all and by the length of the history; both halves are computed once a learner. */
export function fitAlphaOn(
  validation: Validation,
  model: HybridModel,
  space: ItemSpace,
  checkpoint: Checkpoint,
): AlphaFit & { readonly alphaByHistory: readonly AlphaStep[] | null } {
  const items = space.vectors.rows;
  const halves = createHalves(items);
  const values = learnerNdcg(
    validation,
    DEFAULT_ALPHA_GRID.length,
    items,
    (history, out) => {
      scoreHalves(model, space, history, halves);
      DEFAULT_ALPHA_GRID.forEach((alpha, a) => blendAll(alpha, halves.collaborative, halves.content, out[a]));
    },
    checkpoint,
  );
  const lengths = validation.relevance.users.map((user) => historyOf(validation.train, user).length);
  return { ...fitAlpha(values), alphaByHistory: fitAlphaByHistory(values, lengths) };
}
