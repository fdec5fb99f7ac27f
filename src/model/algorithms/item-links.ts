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
  private beside: Float32Array | null = null;

  /**
   * Appends the first `count` candidates, which ascend, or the `keep` strongest of them: those whose similarity is farthest
   * from 0, ties to the lower candidate.
   * @param keep 0 for all
   * @param beside a further number of each candidate, to be kept with it; given always or never
   */
  pushStrongest(
    candidates: Int32Array,
    similarities: Float64Array,
    count: number,
    keep: number,
    beside: Float64Array | null = null,
  ): void {
    const push = (place: number): void => this.push(candidates[place], similarities[place], beside?.[place]);
    if (keep <= 0 || count <= keep) {
      for (let place = 0; place < count; place++) push(place);
      return;
    }
    const strength = similarities.slice(0, count);
    for (let place = 0; place < count; place++) strength[place] = Math.abs(strength[place]);
    topK(strength, keep, null, null).sort().forEach(push);
  }

  neighbours(): Int32Array {
    return this.neighbour.slice(0, this.size);
  }

  similarities(): Float32Array {
    return this.similarity.slice(0, this.size);
  }

  /** The further numbers; empty where none were given. */
  besides(): Float32Array {
    return this.beside?.slice(0, this.size) ?? new Float32Array(0);
  }

  private push(candidate: number, similarity: number, beside: number | undefined): void {
    const room = this.neighbour.length;
    if (this.size === room) {
      this.neighbour = enlarged(this.neighbour, new Int32Array(room * 2));
      this.similarity = enlarged(this.similarity, new Float32Array(room * 2));
    }
    if (beside !== undefined) {
      this.beside ??= new Float32Array(this.neighbour.length);
      if (this.beside.length < this.neighbour.length)
        this.beside = enlarged(this.beside, new Float32Array(this.neighbour.length));
      this.beside[this.size] = beside;
    }
    this.neighbour[this.size] = candidate;
    this.similarity[this.size++] = similarity;
  }
}

function enlarged<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
