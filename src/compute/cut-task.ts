import { cutData } from './cut-data.js';
import type { CutTask, PartRows } from './messages.js';
import type { Progress } from './progress.js';

/** The fits that `trainTask` asks for with the same columns, catalogue, seed and share. */
export function cutTask(task: CutTask, progress: Progress): readonly PartRows[] {
  progress.phase('grouping engagements', 0, 1);
  const { split, cut, canHoldOut, deciding } = cutData(task);
  const everything: PartRows = { part: 'EVERYTHING', before: null, rows: null };
  if (!canHoldOut) return [everything];
  const training: PartRows =
    cut.protocol === 'TEMPORAL' && cut.cutoff !== null
      ? { part: 'TRAINING', before: cut.cutoff, rows: null }
      : { part: 'TRAINING', before: null, rows: split.train };
  if (deciding.kind === 'HELD_OUT') return [training, everything];
  return [{ part: 'DECIDING', before: null, rows: deciding.rows }, training, everything];
}
