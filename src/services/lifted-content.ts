import { FRESH_DAYS, FRESH_LEARNERS } from '../model/hybrid/explore.js';
import { hash32 } from '../model/random.js';
import type { ServingModel } from './serving-model.js';

const DAY = 86_400_000;

/**
 * Which fresh content exploration moves up for a learner on a day.
 * @param exploration 0 to 1, the share of it
 * @param key of the learner
 * @param asOf when the list is made, milliseconds since 1970; the draw changes at midnight UTC
 * @returns null for none
 */
export function liftedContent(
  { rows, model, firstAddedAt }: Pick<ServingModel, 'rows' | 'model' | 'firstAddedAt'>,
  exploration: number,
  key: unknown,
  asOf: number,
): ((place: number) => boolean) | null {
  if (exploration === 0) return null;
  const seed = hash32(JSON.stringify([key, Math.floor(asOf / DAY)]));
  return (place) => {
    const row = rows[place];
    if (!row || model.popularity[place] >= FRESH_LEARNERS) return false;
    // What the first import brought is new to this service, and need not be new to anybody else.
    const isOfFirstImport = place < model.popularity.length && row.createdAt.getTime() < firstAddedAt + DAY;
    if (row.publishedAt === null && isOfFirstImport) return false;
    const age = asOf - (row.publishedAt ?? row.createdAt).getTime();
    return age <= FRESH_DAYS * DAY && hash32(row.id, seed) / 2 ** 32 < exploration;
  };
}
