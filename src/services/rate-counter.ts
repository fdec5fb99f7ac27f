/** Counts points by key in windows of a minute. */
export interface RateCounter {
  /** @returns milliseconds until the window of the key ends, where the points exceed the maximum; 0 where they do not */
  add(key: string, points: number): Promise<number>;
}

/**
 * Makes a counter.
 * @param name tells the keys of one counter from those of another
 * @param maximum points of one key in a minute
 */
export type MakeRateCounter = (name: string, maximum: number) => RateCounter;
