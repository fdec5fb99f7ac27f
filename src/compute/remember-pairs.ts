/** Pairs that are remembered: some megabytes. */
const SLOTS = 1 << 18;

/**
 * The same function of a pair of places, which forgets what it has not been asked for lately: popular content meets in the lists of
 * many learners. A table with one slot for every hash of a pair, overwritten by the next pair of that hash.
 * @param of the same for both orders of a pair
 * @param items places below this
 */
export function rememberPairs(of: (a: number, b: number) => number, items: number): (a: number, b: number) => number {
  const pairs = new Float64Array(SLOTS).fill(-1);
  const values = new Float64Array(SLOTS);
  return (a, b) => {
    const pair = a < b ? a * items + b : b * items + a;
    const slot = (Math.imul(a < b ? a : b, 0x9e3779b1) ^ Math.imul(a < b ? b : a, 0x85ebca6b)) >>> 14;
    if (pairs[slot] !== pair) {
      pairs[slot] = pair;
      values[slot] = a < b ? of(a, b) : of(b, a);
    }
    return values[slot];
  };
}
