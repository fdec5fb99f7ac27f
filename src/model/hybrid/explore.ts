/** Places that exploration moves a fresh item up, and so the most that it moves any item. */
export const LIFT = 10;

/** An item is fresh while fewer learners than this have engaged with it at the fit. */
export const FRESH_LEARNERS = 10;
/** And while it was published, or added where nothing says when, at most so many days ago. */
export const FRESH_DAYS = 90;

/**
 * Moves some places of an order up by `LIFT`, so that new items get seen: each stands where it would if its position were
 * `LIFT` smaller, before what stood there; at the top, among the first. What is passed moves down, by at most `LIFT`. A longer
 * order starts with the shorter one, given `LIFT` more places of it than are wanted.
 * @param order best first, at least `LIFT` longer than wanted, or all there is
 * @returns the new order, of the same length
 */
export function explore(order: Int32Array, isLifted: (place: number) => boolean): Int32Array {
  const isUp = Uint8Array.from(order, (place) => (isLifted(place) ? 1 : 0));
  if (!isUp.includes(1)) return order;
  const moved = Array.from(order, (place, position) => {
    const lifted = isUp[position] === 1;
    return { place, position, lifted, key: lifted ? Math.max(0, position - LIFT) : position };
  });
  moved.sort((a, b) => a.key - b.key || Number(b.lifted) - Number(a.lifted) || a.position - b.position);
  return Int32Array.from(moved, ({ place }) => place);
}
