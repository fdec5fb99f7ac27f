/** Long work on the thread that answers, cut into slices between which requests are answered. */
export interface TimeSlices {
  /** Whether this slice has had its time. */
  isOver(): boolean;
  /** Lets everything else run that waits, and begins the next slice. */
  next(): Promise<void>;
}

/** @param milliseconds of one slice; default 2: an answer of three turns waits for six milliseconds in all */
export function createTimeSlices(milliseconds = 2): TimeSlices {
  let since = performance.now();
  return {
    isOver: () => performance.now() - since > milliseconds,
    next: async () => {
      await new Promise(setImmediate);
      since = performance.now();
    },
  };
}
