/** One round of successive halving. */
export interface Rung {
  /** Share of the data that each fit is given. */
  readonly share: number;
  /** How many configurations are measured. */
  readonly keep: number;
}

/** Each round keeps one configuration in so many, and gives the fits so many times the data. */
const ETA = 3;
/** Rounds before the last: on less than a ninth of the data the order of configurations says little about that on all of it. */
const MAXIMUM_DEPTH = 2;

/** Rounds for `count` configurations, the least data first; the last has all data. One round for fewer than 3. */
export function halvingRungs(count: number): readonly Rung[] {
  let depth = 0;
  while (depth < MAXIMUM_DEPTH && ETA ** (depth + 1) <= count) depth++;
  return Array.from({ length: depth + 1 }, (_, r) => ({
    share: ETA ** (r - depth),
    keep: Math.ceil(count / ETA ** r),
  }));
}
