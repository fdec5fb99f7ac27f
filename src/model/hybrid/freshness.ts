import type { HybridModel } from './hybrid-model.js';
import { isMixture } from './mixture.js';

/** Of one model; asked for by every item that is explained. */
const largestOf = new WeakMap<Int32Array, number>();

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
  const most = largest(popularity);
  const lasting = most > 0 ? Math.log1p(popularity[item] ?? 0) / Math.log1p(most) : 0;
  return prior.weight * Math.max(0, (prior.values[item] ?? 0) - lasting);
}

function largest(counts: Int32Array): number {
  let most = largestOf.get(counts);
  if (most === undefined) {
    most = 0;
    for (const n of counts) if (n > most) most = n;
    largestOf.set(counts, most);
  }
  return most;
}
