import type { Random } from '../random.js';
import type { HyperParameters, HyperParameterTable } from '../recommender.js';

/** One option that a search varies; bounds included. */
export interface SearchDimension {
  readonly name: string;
  readonly scale: 'log' | 'linear';
  readonly from: number;
  readonly to: number;
  readonly integer: boolean;
}

export type SearchSpace = readonly SearchDimension[];

/**
 * What a search may vary, in the order of the table: every option that declares a range, without those that the caller has set.
 * @param fixed options that keep the value they were given
 */
export function searchSpace(table: HyperParameterTable, fixed: HyperParameters): SearchSpace {
  return Object.entries(table).flatMap(([name, { search, integer = false }]) =>
    search === undefined || Object.hasOwn(fixed, name) ? [] : [{ name, ...search, integer }],
  );
}

/** Significant digits of a drawn value: enough to tell trials apart, few enough to read and to type again. */
const DIGITS = 3;

/** One point, each option on its own: uniform on a linear scale, uniform in the logarithm on a logarithmic one. */
export function drawPoint(space: SearchSpace, random: Random): HyperParameters {
  return Object.fromEntries(space.map((dimension) => [dimension.name, drawValue(dimension, random.next())]));
}

/** @param position 0 to below 1 */
function drawValue({ scale, from, to, integer }: SearchDimension, position: number): number {
  // A whole number owns the unit around it, so that both ends are as likely as the rest.
  const low = integer ? from - 0.5 : from;
  const high = integer ? to + 0.5 : to;
  const value = scale === 'log' ? low * (high / low) ** position : low + (high - low) * position;
  const rounded = integer ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(to, Math.max(from, rounded));
}

/** One text per configuration, whatever the order of its names: equal texts are equal configurations. */
export function configurationKey(hyperParameters: HyperParameters): string {
  return JSON.stringify(Object.entries(hyperParameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}
