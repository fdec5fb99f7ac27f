import type { HybridModel } from './hybrid-model.js';
import { isMixture } from './mixture.js';

/**
 * The part of a trained item's raw collaborative score that it has for being engaged with of late: what a popularity prior with
 * decay gives it beyond what the same prior without decay would. At least 0; 0 where the model has no such prior.
 */
export function freshnessOf(
  { collaborative, popularity }: Pick<HybridModel, 'collaborative' | 'popularity'>,
  item: number,
): number {
  const prior = isMixture(collaborative) ? collaborative.prior : null;
  if (!prior || !(prior.halfLifeDays > 0)) return 0;
  let most = 0;
  for (const n of popularity) if (n > most) most = n;
  const lasting = most > 0 ? Math.log1p(popularity[item] ?? 0) / Math.log1p(most) : 0;
  return prior.weight * Math.max(0, (prior.values[item] ?? 0) - lasting);
}
