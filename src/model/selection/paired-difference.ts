/** How two contestants differ over the same learners. */
export interface PairedDifference {
  /** Mean of `a - b`. */
  readonly mean: number;
  /** Standard error of that mean; 0 for fewer than two learners. */
  readonly error: number;
}

/** @param a one value per learner @param b the other contestant's, in the same order */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): PairedDifference {
  const n = a.length;
  if (n === 0) return { mean: 0, error: 0 };
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (a[i] - b[i]) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (a[i] - b[i] - mean) ** 2;
  return { mean, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0 };
}

/** Whether `a` is better than `b` by more than so many standard errors of their difference. */
export function isBetterBy(errors: number, a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const { mean, error } = pairedDifference(a, b);
  return mean > errors * error && mean > 0;
}

/** 0 for no values. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length > 0 ? sum / values.length : 0;
}
