import { EigenvalueDecomposition, Matrix as SmallMatrix } from 'ml-matrix';
import { createMatrix, readMatrix, type Engine, type Matrix, type SparseMatrix } from '../kernels/engine.js';
import { gram } from '../kernels/gram.js';
import { orthonormalise } from '../kernels/orthonormalise.js';
import { spmm } from '../kernels/spmm.js';
import { transformRows } from '../kernels/transform-rows.js';
import type { Random } from '../random.js';

export interface TruncatedSvd {
  /** Descending; 0 where the matrix has no more. */
  readonly singularValues: Float64Array;
  /** Right singular vectors by row of the matrix's columns: columns x rank, row-major; zero columns where the value is 0. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

/** Vectors that one step multiplies at once: a whole SIMD row; more would use fetched rows better but take more vectors in all. */
const BLOCK = 8;
/**
 * A value has converged when the residual of its eigenvalue of A'A is below this share of it. The value's own error is near
 * the square of that, divided by the relative distance to what was left out: 3e-4 and less where it was measured.
 */
const TOLERANCE = 1e-2;
/** Basis vectors, in multiples of the rank, before the small problem is first solved. */
const FIRST_CHECK = 4;
/** Vectors kept, for a rank r: 8 r + 160. Spectra that want more end with what these give. */
const basisLimit = (rank: number): number => 8 * rank + 160;
/** A direction shorter than this share of the largest eigenvalue is rounding. */
const NEGLIGIBLE = 1e-6;
/** Squared length of a unit vector of which a half is gone: rounding error takes a millionth. */
const HALF = 0.25;

/**
 * The largest singular values and right vectors by block Lanczos on A'A with full reorthogonalisation: Golub, Underwood 1977,
 * "The block Lanczos method for computing eigenvalues"; convergence as in Musco, Musco 2015, "Randomized block Krylov methods
 * for stronger and faster approximate singular value decomposition". Unlike a randomised SVD of a few power iterations it is
 * accurate also where the singular values lie close together.
 *
 *     Q_0 = orth(random),   W = A'A Q_j - Q (Q' A'A Q_j),   Q_(j+1) = orth(W),   T = Q' A'A Q = S diag(theta) S'
 *     sigma_i = sqrt(theta_i),   V = Q S;   residual_i = |W s_i|, s_i the last block of column i of S
 *
 * With m basis vectors: O(entries * m) for the products, O(columns * m^2) for the orthogonality.
 * @param transposed the same matrix by columns
 */
export function truncatedSvd(
  engine: Engine,
  matrix: SparseMatrix,
  transposed: SparseMatrix,
  rank: number,
  random: Random,
  pause: (fraction: number) => void,
): TruncatedSvd {
  const n = matrix.columns;
  const steps = Math.ceil(Math.min(n, basisLimit(rank)) / BLOCK);
  const none = { singularValues: new Float64Array(rank), vectors: new Float32Array(n * rank) };
  if (n === 0 || matrix.column.length === 0) return none;
  return engine.scope(() => {
    const basis = createBasis(engine, n, steps * BLOCK);
    const block = createMatrix(engine, n, BLOCK);
    const rows = createMatrix(engine, matrix.rows, BLOCK);
    const next = createMatrix(engine, n, BLOCK);
    const spare = createMatrix(engine, n, BLOCK);
    const t = new Float64Array((steps * BLOCK) ** 2);
    const rest = new Float64Array(BLOCK * BLOCK);

    for (let i = 0; i < n * BLOCK; i++) block.values[i] = random.normal();
    orthonormalise(engine, block);
    let nextCheck = FIRST_CHECK * rank;
    for (let step = 0; ; step++) {
      const report = (share: number): void => pause((step + share) / steps);
      const m = (step + 1) * BLOCK;
      addBlock(basis, block);
      spmm(engine, matrix, block, rows, (done) => report(0.4 * done));
      spmm(engine, transposed, rows, next, (done) => report(0.4 + 0.4 * done));
      const products = takeOut(engine, basis, next, spare);
      writeProducts(t, products, m, steps * BLOCK);
      gram(engine, next, rest);
      const last = m === steps * BLOCK || longest(rest) <= negligible(t);
      report(0.9);
      if (last || m >= nextCheck) {
        const solved = solve(t, m, steps * BLOCK, rank);
        const excess = last ? 0 : worstResidual(solved, rest, m) / TOLERANCE;
        if (excess <= 1) return result(engine, basis, solved, rank, n);
        // Solving costs as much as some steps: wait as long as a fall by e in `rank` vectors would take.
        nextCheck = m + rank * Math.min(2, Math.max(0.25, Math.log(excess)));
      }
      dropShort(next, rest, negligible(t));
      orthonormalise(engine, next);
      // Of a direction that was rounding only, little is left when the basis is taken out of it once more.
      takeOut(engine, basis, next, spare);
      gram(engine, next, rest);
      dropShort(next, rest, HALF);
      orthonormalise(engine, next);
      block.values.set(next.values);
    }
  });
}

/** The basis both ways: what multiplies from either side then reads along its rows. */
interface Basis {
  /** Vectors so far. */
  size: number;
  /** n x size, of a larger stride. */
  readonly columns: Matrix;
  /** size x n. */
  readonly rows: Matrix;
}

function createBasis(engine: Engine, n: number, capacity: number): Basis {
  return { size: 0, columns: createMatrix(engine, n, capacity), rows: createMatrix(engine, capacity, n) };
}

function addBlock(basis: Basis, block: Matrix): void {
  const { columns, rows, size } = basis;
  for (let r = 0; r < block.rows; r++) {
    for (let b = 0; b < BLOCK; b++) {
      const value = block.values[r * block.stride + b];
      columns.values[r * columns.stride + size + b] = value;
      rows.values[(size + b) * rows.stride + r] = value;
    }
  }
  basis.size += BLOCK;
}

/** `next -= Q Q' next`. @returns `Q' next` as it was, one row per basis vector */
function takeOut(engine: Engine, basis: Basis, next: Matrix, spare: Matrix): Float64Array {
  const products = engine.scope(() => {
    const out = createMatrix(engine, basis.size, BLOCK);
    transformRows(
      engine,
      { ...basis.rows, rows: basis.size },
      Float64Array.from(next.values.subarray(0, next.rows * BLOCK)),
      out,
    );
    return Float64Array.from(out.values);
  });
  transformRows(engine, { ...basis.columns, columns: basis.size }, products, spare);
  for (let i = 0; i < next.values.length; i++) next.values[i] -= spare.values[i];
  return products;
}

/** The newest block's columns of T, and by symmetry its rows. */
function writeProducts(t: Float64Array, products: Float64Array, m: number, stride: number): void {
  for (let i = 0; i < m; i++) {
    for (let b = 0; b < BLOCK; b++) {
      const j = m - BLOCK + b;
      t[i * stride + j] = products[i * BLOCK + b];
      t[j * stride + i] = products[i * BLOCK + b];
    }
  }
}

/** The square of the length below which a direction is rounding. */
function negligible(t: Float64Array): number {
  const stride = Math.sqrt(t.length);
  let largest = 0;
  for (let i = 0; i < stride; i++) largest = Math.max(largest, t[i * stride + i]);
  return (NEGLIGIBLE * largest) ** 2;
}

/** The largest squared length of a column, given their Gram matrix. */
function longest(products: Float64Array): number {
  let largest = 0;
  for (let b = 0; b < BLOCK; b++) largest = Math.max(largest, products[b * BLOCK + b]);
  return largest;
}

/** Clears the columns whose squared length, on the diagonal of their Gram matrix, is no more than `limit`. */
function dropShort(next: Matrix, products: Float64Array, limit: number): void {
  for (let b = 0; b < BLOCK; b++)
    if (products[b * BLOCK + b] <= limit) for (let r = 0; r < next.rows; r++) next.values[r * next.stride + b] = 0;
}

interface Solved {
  /** Descending, at least 0; as many as wanted and there are. */
  readonly theta: Float64Array;
  /** Their vectors, m x rank, row-major. */
  readonly s: Float64Array;
}

function solve(t: Float64Array, m: number, stride: number, rank: number): Solved {
  const small = new SmallMatrix(m, m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) small.set(i, j, t[i * stride + j]);
  const decomposition = new EigenvalueDecomposition(small, { assumeSymmetric: true });
  const values = decomposition.realEigenvalues;
  const order = [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, rank);
  const s = new Float64Array(m * rank);
  order.forEach((column, k) => {
    for (let i = 0; i < m; i++) s[i * rank + k] = decomposition.eigenvectorMatrix.get(i, column);
  });
  return { theta: Float64Array.from(order, (column) => Math.max(0, values[column])), s };
}

/** The largest residual `|W s|` of the wanted values, as a share of each; W's columns are given by their Gram matrix `rest`. */
function worstResidual({ theta, s }: Solved, rest: Float64Array, m: number): number {
  const rank = s.length / m;
  if (theta.length < rank) return Infinity;
  let worst = 0;
  for (let k = 0; k < rank; k++) {
    let squared = 0;
    for (let a = 0; a < BLOCK; a++)
      for (let b = 0; b < BLOCK; b++)
        squared += s[(m - BLOCK + a) * rank + k] * rest[a * BLOCK + b] * s[(m - BLOCK + b) * rank + k];
    worst = Math.max(worst, Math.sqrt(Math.max(0, squared)) / theta[k]);
  }
  return worst;
}

function result(engine: Engine, basis: Basis, { theta, s }: Solved, rank: number, n: number): TruncatedSvd {
  const singularValues = new Float64Array(rank);
  const limit = NEGLIGIBLE * (theta[0] ?? 0);
  for (let k = 0; k < theta.length; k++) {
    if (theta[k] > limit) singularValues[k] = Math.sqrt(theta[k]);
    else for (let i = k; i < s.length; i += rank) s[i] = 0;
  }
  const matrix = createMatrix(engine, n, rank);
  transformRows(engine, { ...basis.columns, columns: basis.size }, s, matrix);
  const vectors = readMatrix(matrix);
  for (let k = 0; k < rank; k++) turnPositive(vectors, k, rank);
  return { singularValues, vectors };
}

/** A vector and its opposite serve alike: the entry farthest from 0 is made positive, so that runs can be compared. */
function turnPositive(vectors: Float32Array, k: number, rank: number): void {
  let farthest = 0;
  for (let i = k; i < vectors.length; i += rank) if (Math.abs(vectors[i]) > Math.abs(farthest)) farthest = vectors[i];
  if (farthest < 0) for (let i = k; i < vectors.length; i += rank) vectors[i] = -vectors[i];
}
