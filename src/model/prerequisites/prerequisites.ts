/**
 * Which content has to be completed before which: a directed graph without circles over the places of a catalogue, in
 * compressed form.
 */
export interface Prerequisites {
  /** Bounds of each place's prerequisites, length items + 1. */
  readonly ptr: Int32Array;
  /** Places, in the order in which they are named. */
  readonly required: Int32Array;
}

/** @param requiredOf the places that each place requires; -1, for content that is gone, is left out */
export function createPrerequisites(requiredOf: readonly (readonly number[])[]): Prerequisites {
  const ptr = new Int32Array(requiredOf.length + 1);
  const required: number[] = [];
  requiredOf.forEach((places, place) => {
    for (const one of places) if (one >= 0) required.push(one);
    ptr[place + 1] = required.length;
  });
  return { ptr, required: Int32Array.from(required) };
}

/** The places that require each place: the same graph with its arrows turned. */
export function unlockedBy({ ptr, required }: Prerequisites): Prerequisites {
  const items = ptr.length - 1;
  const turned = new Int32Array(items + 1);
  for (const place of required) turned[place + 1]++;
  for (let p = 0; p < items; p++) turned[p + 1] += turned[p];
  const next = turned.slice(0, items);
  const out = new Int32Array(required.length);
  for (let p = 0; p < items; p++) for (let i = ptr[p]; i < ptr[p + 1]; i++) out[next[required[i]]++] = p;
  return { ptr: turned, required: out };
}
