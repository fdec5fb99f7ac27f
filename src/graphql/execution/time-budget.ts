/** Bounds how much of its time the process may spend on something that clients can cause. */
export interface TimeBudget {
  /** Whether there is time left. */
  readonly left: () => boolean;
  /** Does the work and takes its time, more than there is left where need be: the next one waits the longer. */
  readonly spend: <T>(work: () => T) => T;
}

/**
 * @param share of the time, 0-1
 * @param saved milliseconds that may be saved up, so that a start with many things to do is not slow
 * @param now milliseconds
 */
export function createTimeBudget(
  share: number,
  saved: number,
  now: () => number = () => performance.now(),
): TimeBudget {
  let left = saved;
  let since = now();
  const refill = (): void => {
    const instant = now();
    left = Math.min(saved, left + share * (instant - since));
    since = instant;
  };
  return {
    left: () => {
      refill();
      return left > 0;
    },
    spend: (work) => {
      const began = now();
      try {
        return work();
      } finally {
        left -= now() - began;
      }
    },
  };
}
