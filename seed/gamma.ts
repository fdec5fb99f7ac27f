import type { Random } from '../src/model/random.js';

/**
 * A gamma-distributed number with scale 1 (Marsaglia and Tsang 2000, "A simple method for generating gamma variables"); below
 * shape 1 by their boost `gamma(shape + 1) * u^(1 / shape)`.
 * @param shape above 0
 */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Weights of a symmetric Dirichlet distribution, up to their common factor. */
export function drawDirichlet(size: number, concentration: number, random: Random): Float64Array {
  return Float64Array.from({ length: size }, () => drawGamma(concentration, random));
}
