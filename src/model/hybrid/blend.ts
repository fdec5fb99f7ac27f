/**
 * The final score of an item: `alpha * collaborative + (1 - alpha) * content`. With both on 0-10 it is on 0-10. At alpha 1
 * and 0 it is the one half exactly.
 * @param alpha 0 to 1, the share of the collaborative half
 */
export function blend(alpha: number, collaborative: number, content: number): number {
  return alpha * collaborative + (1 - alpha) * content;
}

/** `blend` for every item; `out` may be one of the inputs. */
export function blendAll(alpha: number, collaborative: Float64Array, content: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = blend(alpha, collaborative[i], content[i]);
}
