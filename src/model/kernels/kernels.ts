/**
 * Dense primitives on one thread, in double precision where sums are long: the fold-in of one learner, small systems, and
 * the TypeScript twins of the engine's operations. Whatever runs over all learners or all content is an operation of the
 * engine instead (engine.ts).
 *
 * Factor matrices are single precision, row-major, `n` columns; small systems and right-hand sides are double precision.
 * Square matrices are `n` x `n`, row-major, symmetric, and only their lower triangle is read or written. Outputs never
 * overlap inputs unless said. Nothing is checked: bounds are the caller's duty.
 */
export interface Kernels {
  /** `sum a[aOffset + f] * b[bOffset + f]` over `n`. */
  dot(a: Float32Array, aOffset: number, b: Float32Array, bOffset: number, n: number): number;

  /** `y[f] += alpha * x[xOffset + f]` over `n`. */
  axpy(alpha: number, x: Float32Array, xOffset: number, y: Float64Array, n: number): void;

  /**
   * Symmetric rank-k update: `out += sum over k < count of w_k r_k r_k'`, where `r_k` is row `index[k]` of `rows` (row `k`
   * when `index` is null) and `w_k` is `weights[k]` (1 when null).
   */
  rankUpdate(
    rows: Float32Array,
    index: Int32Array | null,
    weights: Float64Array | null,
    count: number,
    n: number,
    out: Float64Array,
  ): void;

  /** Replaces `a` by its Cholesky factor L with `a = L L'`. False, with `a` spoilt, when `a` is not positive definite. */
  choleskyFactor(a: Float64Array, n: number): boolean;

  /** Replaces `b` by the solution of `L y = b`. */
  forwardSolve(l: Float64Array, n: number, b: Float64Array): void;

  /** Replaces `b` by the solution of `L' x = b`. */
  backwardSolve(l: Float64Array, n: number, b: Float64Array): void;

  /**
   * `out[k] = r_k . vector` for `count` rows, chosen as in `rankUpdate`; with a null index and one learner's vector: every
   * item's score.
   */
  multiply(
    rows: Float32Array,
    index: Int32Array | null,
    count: number,
    n: number,
    vector: Float64Array,
    out: Float64Array,
  ): void;

  /**
   * One step of stochastic gradient descent on a pair of factor rows, both from the old values:
   * `p += pull * q - shrink * p` and `q += pull * p - shrink * q`.
   * @param pull learning rate times error
   * @param shrink learning rate times regularization
   */
  sgdStep(
    p: Float32Array,
    pOffset: number,
    q: Float32Array,
    qOffset: number,
    n: number,
    pull: number,
    shrink: number,
  ): void;
}
