import type { UserError } from '../errors.js';
import type { FieldError } from './validate.js';

export interface Separated<T> {
  readonly good: readonly { readonly row: T; readonly place: number }[];
  readonly userErrors: UserError[];
}

/** The error of one field of one input row. */
export function rowError(
  place: number,
  { field, message }: FieldError,
  code: UserError['code'] = 'BAD_USER_INPUT',
): UserError {
  return { path: ['input', String(place), field], message, code };
}

/**
 * Parts the rows that can be stored from those that cannot. Where an id comes twice the later row wins, and the earlier
 * one is refused, so that what was stored is never a matter of luck.
 * @param key the id, for writes that must not name one twice; null where that does not matter
 */
export function separate<T>(
  input: readonly T[],
  validate: (row: T) => readonly FieldError[],
  key: ((row: T) => string) | null,
): Separated<T> {
  const userErrors: UserError[] = [];
  let good: { row: T; place: number }[] = [];
  input.forEach((row, place) => {
    const faults = validate(row);
    if (faults.length > 0) userErrors.push(...faults.map((fault) => rowError(place, fault)));
    else good.push({ row, place });
  });
  if (key) {
    const last = new Map(good.map(({ row, place }) => [key(row), place]));
    good = good.filter(({ row, place }) => {
      const winner = last.get(key(row))!;
      if (winner === place) return true;
      const message = `id "${key(row)}" stands again at input ${winner}; the later row was stored`;
      userErrors.push(rowError(place, { field: 'id', message }));
      return false;
    });
  }
  return { good, userErrors };
}

/** One entry per id, in their order; null where there is none. */
export function inOrder<T extends { readonly id: string }>(ids: readonly string[], found: readonly T[]): (T | null)[] {
  const byId = new Map(found.map((value) => [value.id, value]));
  return ids.map((id) => byId.get(id) ?? null);
}
