import type { ContentRow } from '../store/content.store.js';
import { VALUE_FIELDS, type CatalogueFilter, type ValueFilter } from './list-controls.js';

type ValueField = (typeof VALUE_FIELDS)[number];

/** The catalogue by field, so that a filter costs one pass over small integers. Each field is read at its first use. */
export interface CatalogueIndex {
  /** Writes 1 to every place that the filter leaves out; the other places keep what they hold. */
  leaveOut(filter: CatalogueFilter, mask: Uint8Array): void;
}

/** A field's values as codes: those of place p stand from `ptr[p]` to `ptr[p + 1]`. */
interface Codes {
  readonly ptr: Int32Array;
  readonly code: Int32Array;
  readonly codeOf: ReadonlyMap<string, number>;
}

/** @param rows by place; null where the content was deleted, which matches no condition */
export function createCatalogueIndex(rows: readonly (ContentRow | null)[]): CatalogueIndex {
  const codes = new Map<ValueField, Codes>();
  const numbers = new Map<'durationMinutes' | 'publishedAt', Float64Array>();

  const codesOf = (field: ValueField): Codes => {
    const known = codes.get(field);
    if (known) return known;
    const built = encode(rows, (row) => (field === 'tags' ? row.tags : row[field] === null ? [] : [row[field]]));
    codes.set(field, built);
    return built;
  };
  const numbersOf = (field: 'durationMinutes' | 'publishedAt'): Float64Array => {
    const known = numbers.get(field);
    if (known) return known;
    // NaN fails every comparison: what is unknown is left out.
    const built = Float64Array.from(rows, (row) => Number(row?.[field] ?? NaN));
    numbers.set(field, built);
    return built;
  };

  return {
    leaveOut: (filter, mask) => {
      for (const field of VALUE_FIELDS) {
        const condition = filter[field];
        if (condition?.in) leaveOutByCode(codesOf(field), condition, mask, true);
        if (condition?.notIn) leaveOutByCode(codesOf(field), condition, mask, false);
      }
      if (filter.maxDurationMinutes !== undefined) {
        const minutes = numbersOf('durationMinutes');
        for (let p = 0; p < mask.length; p++) if (!(minutes[p] <= filter.maxDurationMinutes)) mask[p] = 1;
      }
      if (filter.publishedAfter !== undefined) {
        const published = numbersOf('publishedAt');
        const instant = filter.publishedAfter.getTime();
        for (let p = 0; p < mask.length; p++) if (!(published[p] > instant)) mask[p] = 1;
      }
    },
  };
}

function encode(rows: readonly (ContentRow | null)[], valuesOf: (row: ContentRow) => readonly string[]): Codes {
  const codeOf = new Map<string, number>();
  const ptr = new Int32Array(rows.length + 1);
  const code: number[] = [];
  rows.forEach((row, place) => {
    for (const value of row ? valuesOf(row) : []) {
      let known = codeOf.get(value);
      if (known === undefined) codeOf.set(value, (known = codeOf.size));
      code.push(known);
    }
    ptr[place + 1] = code.length;
  });
  return { ptr, code: Int32Array.from(code), codeOf };
}

/** @param wanted true for the condition `in`, false for `notIn` */
function leaveOutByCode({ ptr, code, codeOf }: Codes, condition: ValueFilter, mask: Uint8Array, wanted: boolean): void {
  const named = new Uint8Array(codeOf.size);
  for (const value of (wanted ? condition.in : condition.notIn) ?? []) {
    const place = codeOf.get(value);
    if (place !== undefined) named[place] = 1;
  }
  for (let p = 0; p < mask.length; p++) {
    let holds = false;
    for (let i = ptr[p]; i < ptr[p + 1]; i++) if (named[code[i]] === 1) holds = true;
    if (holds !== wanted) mask[p] = 1;
  }
}
