/** Finds surrogate keys by public ids, and remembers the last ones asked for. */
export interface KeyLookup {
  /** The keys of those ids that exist. */
  find(ids: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /** Adds what has been created meanwhile. */
  add(keys: ReadonlyMap<string, number>): void;
}

/** @param most keys to remember: memory does not follow the size of the database */
export function createKeyLookup(
  findByIds: (ids: readonly string[]) => Promise<readonly { readonly id: string; readonly pk: number }[]>,
  most = 200_000,
): KeyLookup {
  const known = new Map<string, number>();
  const add = (keys: Iterable<readonly [string, number]>): void => {
    if (known.size > most) known.clear();
    for (const [id, pk] of keys) known.set(id, pk);
  };
  return {
    add,
    find: async (ids) => {
      const wanted = new Set(ids);
      const found = new Map<string, number>();
      for (const id of wanted) {
        const pk = known.get(id);
        if (pk !== undefined) found.set(id, pk);
      }
      const missing = [...wanted].filter((id) => !found.has(id));
      if (missing.length > 0) {
        const rows = (await findByIds(missing)).map(({ id, pk }) => [id, pk] as const);
        for (const [id, pk] of rows) found.set(id, pk);
        add(rows);
      }
      return found;
    },
  };
}
