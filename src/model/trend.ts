/**
 * How clearly a count has risen from one window to the next of the same length: `(now - before) / sqrt(now + before)`, the
 * difference of two Poisson counts in standard deviations. It weighs growth by evidence: 9 after 3 (1.73) says more than 3
 * after 1 (1), and 400 after 380 (0.72) less than either. 0 when there is nothing in both.
 */
export function trendScore(now: number, before: number): number {
  return now + before > 0 ? (now - before) / Math.sqrt(now + before) : 0;
}
