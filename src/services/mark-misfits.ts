import { difficultyFit, FIT } from '../model/hybrid/difficulty-fit.js';
import { judgedLevels } from '../model/hybrid/judged-levels.js';
import { levelEvents, type LearnerState } from './learner-state.js';
import type { ServingModel } from './serving-model.js';

/**
 * What the learner said of levels puts what is too hard or too easy behind the rest; with `difficultyFit`, what is too hard is
 * left out, and seniority and completions count too.
 * @param excluded by place; with `difficultyFit` what is too hard is added
 * @returns 1 for what is to stand behind, of what is not left out already; null for nothing
 */
export function markMisfits(
  serving: ServingModel,
  state: LearnerState,
  excluded: Uint8Array,
  strict = false,
): Uint8Array | null {
  if (!strict && state.judged.length === 0) return null;
  const events = levelEvents(serving, state);
  const judged = judgedLevels(events);
  if (!judged && !strict) return null;
  const reached = events.filter(({ kind }) => kind !== 'TOO_HARD').map(({ content }) => content);
  const fitOf = strict ? difficultyFit(state.profile?.seniorityLevel ?? null, reached) : () => FIT.FITS;
  const behind = new Uint8Array(excluded.length);
  serving.rows.forEach((row, place) => {
    if (!row || excluded[place] === 1) return;
    const fits: number[] = [fitOf(row), judged?.(row) ?? FIT.FITS];
    if (strict && fits.includes(FIT.TOO_HARD)) excluded[place] = 1;
    else if (fits.some((fit) => fit !== FIT.FITS)) behind[place] = 1;
  });
  return behind;
}
