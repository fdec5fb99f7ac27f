import type { History } from '../interactions.js';
import { topK } from '../top-k.js';

/** What each item says about others: a sparse matrix of items x items, by the item that was engaged. */
export interface ItemLinks {
  readonly items: number;
  /** Bounds of each engaged item's candidates, length items + 1. */
  readonly rowPtr: Int32Array;
  /** Candidates, ascending within a row. */
  readonly neighbour: Int32Array;
  /** What the engaged item adds to the candidate's score; never 0. */
  readonly similarity: Float32Array;
}

/** Writes `score(j) = sum over the history's i of weights_i S_ij`. O(history * neighbours). */
export function scoreByLinks(links: ItemLinks, history: History, weights: Float64Array, out: Float64Array): void {
  const { rowPtr, neighbour, similarity } = links;
  out.fill(0);
  for (let k = 0; k < history.length; k++) {
    const weight = weights[k];
    if (weight === 0) continue;
    const end = rowPtr[history.items[k] + 1];
    for (let e = rowPtr[history.items[k]]; e < end; e++) out[neighbour[e]] += weight * similarity[e];
  }
}

/** S_ij, 0 where it was not kept; by bisection. */
export function linkBetween(links: ItemLinks, item: number, candidate: number): number {
  let low = links.rowPtr[item];
  let high = links.rowPtr[item + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (links.neighbour[middle] < candidate) low = middle + 1;
    else high = middle;
  }
  return low < links.rowPtr[item + 1] && links.neighbour[low] === candidate ? links.similarity[low] : 0;
}

/** Collects links row by row where their count is not known beforehand. */
export class LinkWriter {
  size = 0;
  private neighbour = new Int32Array(1024);
  private similarity = new Float32Array(1024);

  /**
   * Appends the first `count` candidates, which ascend, or the `keep` strongest of them: those whose similarity is farthest
   * from 0, ties to the lower candidate.
   * @param keep 0 for all
   */
  pushStrongest(candidates: Int32Array, similarities: Float64Array, count: number, keep: number): void {
    if (keep <= 0 || count <= keep) {
      for (let place = 0; place < count; place++) this.push(candidates[place], similarities[place]);
      return;
    }
    const strength = similarities.slice(0, count);
    for (let place = 0; place < count; place++) strength[place] = Math.abs(strength[place]);
    for (const place of topK(strength, keep, null, null).sort()) this.push(candidates[place], similarities[place]);
  }

  neighbours(): Int32Array {
    return this.neighbour.slice(0, this.size);
  }

  similarities(): Float32Array {
    return this.similarity.slice(0, this.size);
  }

  private push(candidate: number, similarity: number): void {
    if (this.size === this.neighbour.length) {
      const neighbour = new Int32Array(this.size * 2);
      const values = new Float32Array(this.size * 2);
      neighbour.set(this.neighbour);
      values.set(this.similarity);
      this.neighbour = neighbour;
      this.similarity = values;
    }
    this.neighbour[this.size] = candidate;
    this.similarity[this.size++] = similarity;
  }
}
