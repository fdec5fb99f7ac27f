import { parquetRead } from 'hyparquet';
import { DomainError } from '../errors.js';

const notInOrder = (why: string): DomainError =>
  new DomainError('SPARK_FAILED', `The factors that Spark has written are not in order: ${why}.`);

/**
 * Reads one Parquet file of factors (columns `id` and `features`) into the rows of a matrix.
 * @param placeOf row of an id, or -1
 * @param matrix rows x factors
 * @throws DomainError SPARK_FAILED
 */
export async function readFactors(
  bytes: Uint8Array,
  placeOf: (id: number) => number,
  factors: number,
  matrix: Float32Array,
): Promise<void> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  let failure: DomainError | undefined;
  const take = (rows: readonly unknown[][]): void => {
    for (const [id, features] of rows as [number, ArrayLike<number>][]) {
      const place = placeOf(id);
      if (place < 0) throw notInOrder(`there is no content with the key ${String(id)}`);
      if (features?.length !== factors) throw notInOrder(`a vector has not ${factors} numbers`);
      for (let f = 0; f < factors; f++) {
        if (!Number.isFinite(features[f])) throw notInOrder('a vector holds what is not a number');
        matrix[place * factors + f] = features[f];
      }
    }
  };
  try {
    await parquetRead({
      file,
      columns: ['id', 'features'],
      onComplete: (rows) => {
        try {
          take(rows as unknown[][]);
        } catch (error) {
          failure = error as DomainError;
        }
      },
    });
  } catch (cause) {
    throw new DomainError('SPARK_FAILED', 'The factors that Spark has written cannot be read.', {}, { cause });
  }
  if (failure) throw failure;
}
