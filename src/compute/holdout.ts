import { selectRelevance, type Relevance } from '../evaluation/relevance.js';
import { perUserSplit, splitAt, temporalSplit, type Split } from '../evaluation/split.js';
import type { EngagementColumns } from '../model/engagement.js';
import type { HoldoutCut } from '../model/hybrid/hybrid-snapshot.js';
import type { Vocabulary } from '../model/interactions.js';
import { createRandom, hash32 } from '../model/random.js';

/** Share of the held-out learners who fit calibration and alpha; the others measure the result. */
const VALIDATION_SHARE = 1 / 3;

/**
 * Whether a held-out learner belongs to the validation part. Decided by a hash of the key and the seed, so that training
 * and every later evaluation agree and no learner is in both parts.
 */
export function isValidationLearner(userPk: number, seed: number): boolean {
  return hash32(`validation ${userPk}`, seed) / 2 ** 32 < VALIDATION_SHARE;
}

/** The learners of one part: those who fit calibration and alpha, or those who measure the result. */
export function selectLearners(
  relevance: Relevance,
  users: Vocabulary,
  seed: number,
  part: 'VALIDATION' | 'MEASURED',
): Relevance {
  const wanted = part === 'VALIDATION';
  const all = Int32Array.from(relevance.users.keys());
  return selectRelevance(
    relevance,
    all.filter((n) => isValidationLearner(users.keys[relevance.users[n]], seed) === wanted),
  );
}

/** Cuts the data anew as `cut` says: what was training stays training, also where rows have come or gone since. */
export function splitForHoldout(columns: EngagementColumns, cut: HoldoutCut): Split {
  return engagementsOnly(
    columns,
    cut.protocol === 'TEMPORAL' && cut.cutoff !== null
      ? splitAt(columns, cut.cutoff)
      : perUserSplit(columns, cut.testShare, createRandom(cut.seed).fork('hold-out')),
  );
}

/** Cuts at an instant, as `splitAt`, with engagements alone in the test part. */
export function splitEngagementsAt(columns: EngagementColumns, cutoff: number): Split {
  return engagementsOnly(columns, splitAt(columns, cutoff));
}

/** What learners say of recommendations is nothing that a list should hit: it is left out of the test part. */
export function engagementsOnly<P>({ feedbackFrom = Infinity }: EngagementColumns, split: Split<P>): Split<P> {
  if (feedbackFrom === Infinity) return split;
  return { ...split, test: split.test.filter((row) => row < feedbackFrom) };
}

/** A hold-out by time in which fewer learners have been seen before says little of what histories are worth. */
const FEW_RETURNING = 50;
/** Cut per learner, it says something with so many, and more where there are twice as many as by time. */
const ENOUGH_RETURNING = 20;

/**
 * Cuts by time where the timestamps can separate, else per learner. Per learner too where hardly anybody comes back (of those
 * held out by time fewer than 50 were there before the cutoff) and at least twice as many, and 20, have something to hold out.
 */
export function chooseSplit(
  columns: EngagementColumns,
  testShare: number,
  seed: number,
): { split: Split; cut: HoldoutCut } {
  const temporal = temporalSplit(columns, testShare);
  const perUser: HoldoutCut = { protocol: 'PER_USER_RATIO', cutoff: null, testShare, seed };
  if (temporal.protocol === 'TEMPORAL') {
    const split = engagementsOnly(columns, temporal);
    const returning = countReturning(columns, split);
    const isSeparate =
      returning >= FEW_RETURNING ||
      countReturning(columns, splitForHoldout(columns, perUser)) < Math.max(ENOUGH_RETURNING, 2 * returning);
    if (isSeparate) return { cut: { ...perUser, protocol: 'TEMPORAL', cutoff: temporal.cutoff }, split };
  }
  return { cut: perUser, split: splitForHoldout(columns, perUser) };
}

/** Held-out learners with something in the training part. */
function countReturning({ userPk }: EngagementColumns, { train, test }: Split): number {
  const known = new Set<number>();
  for (const row of train) known.add(userPk[row]);
  const returning = new Set<number>();
  for (const row of test) if (known.has(userPk[row])) returning.add(userPk[row]);
  return returning.size;
}
