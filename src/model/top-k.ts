/**
 * The places of the `k` highest scores, best first. Ties go to the lower `tieRank`, or to the lower place where there is
 * none (or where ranks are equal). Shorter than `k` when fewer places remain; NaN is never returned. O(n + m log k) where m
 * is how often a score passes the worst one held: about `k ln(n / k)` times on scores in random order.
 * @param k how many; 0 or less gives an empty list
 * @param excluded 1 leaves a place out
 * @param tieRank one rank per place, the lower wins
 */
export function topK(
  scores: Float64Array,
  k: number,
  excluded: Uint8Array | null,
  tieRank: Int32Array | null,
): Int32Array {
  const capacity = Math.min(Math.max(0, Math.floor(k)), scores.length);
  // A heap with the worst held place at its root.
  const heap = new Int32Array(capacity);
  let size = 0;
  if (capacity === 0) return heap;

  const worse = (a: number, b: number): boolean => {
    if (scores[a] !== scores[b]) return scores[a] < scores[b];
    if (tieRank !== null && tieRank[a] !== tieRank[b]) return tieRank[a] > tieRank[b];
    return a > b;
  };
  const sink = (place: number, end: number): void => {
    let hole = 0;
    for (let child = 1; child < end; child = 2 * hole + 1) {
      if (child + 1 < end && worse(heap[child + 1], heap[child])) child++;
      if (!worse(heap[child], place)) break;
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = place;
  };

  let threshold = -Infinity;
  // Names of this loop alone: what the functions above use too would be looked up anew in every round.
  const [values, out] = [scores, excluded];
  for (let i = 0; i < values.length; i++) {
    // Written so that NaN fails it; while the heap fills, -Infinity passes.
    if (!(values[i] >= threshold) || (out !== null && out[i] === 1)) continue;
    if (size < capacity) {
      let hole = size++;
      while (hole > 0) {
        const parent = (hole - 1) >> 1;
        if (!worse(i, heap[parent])) break;
        heap[hole] = heap[parent];
        hole = parent;
      }
      heap[hole] = i;
      if (size === capacity) threshold = scores[heap[0]];
    } else if (worse(heap[0], i)) {
      sink(i, size);
      threshold = scores[heap[0]];
    }
  }
  // Take the worst out again and again, filling the list from its end.
  const list = size === capacity ? heap : heap.subarray(0, size);
  for (let end = size - 1; end > 0; end--) {
    const worst = heap[0];
    sink(heap[end], end);
    heap[end] = worst;
  }
  return list.slice();
}
