import { ArrayMaxSize } from 'class-validator';

/** Most rows that one mutation takes. */
export const MAX_BATCH_SIZE = 10_000;

/** Bounds the rows of a mutation. */
export function BatchSize(): PropertyDecorator {
  return ArrayMaxSize(MAX_BATCH_SIZE, {
    message: ({ property, value }: { property: string; value: unknown }) =>
      `Argument "${property}" must hold at most ${MAX_BATCH_SIZE} rows, but holds ${(value as unknown[]).length}.`,
  });
}
