import type { PrerequisiteFault } from '../../store/judge-prerequisites.js';
import type { ContentInput, UserInput } from '../services.js';
import type { Row } from './read-rows.js';
import type { WriterStores } from './rehearsal.js';
import { nothing, type Refuse, type RowWriter } from './write-rows.js';

export function createUserWriter({ users }: WriterStores): RowWriter<UserInput> {
  return createUpsertWriter<UserInput>(users, () => true);
}

/**
 * Content that the file gives no title must be stored already. Rows with prerequisites wait for the end of the file, as what
 * they name may stand anywhere in it.
 */
export function createContentWriter({ contents }: WriterStores): RowWriter<ContentInput> {
  const writer = createUpsertWriter<ContentInput>(contents, (row, refuse) => {
    if (row.input.title !== undefined) return true;
    refuse(row, { field: 'title', message: 'title is required for new content' }, 'BAD_USER_INPUT');
    return false;
  });
  const waiting: Row<ContentInput>[] = [];
  const waitingIds = new Set<string>();
  let refuseRow: Refuse<ContentInput> | undefined;
  return {
    written: writer.written,
    async write(rows, refuse) {
      refuseRow = refuse;
      const now: Row<ContentInput>[] = [];
      for (const row of rows) {
        const { id, prerequisites } = row.input;
        // A later row of content that waits has to come after it.
        if ((prerequisites ?? []).length === 0 && !waitingIds.has(id)) {
          now.push(row);
          continue;
        }
        waitingIds.add(id);
        waiting.push(row);
      }
      await writer.write(now, refuse);
    },
    async finish() {
      if (refuseRow && waiting.length > 0) await writer.write(waiting, refuseRow);
    },
    abandon: writer.abandon,
  };
}

interface UpsertStore<T> {
  findByIds(ids: readonly string[]): Promise<readonly { readonly id: string }[]>;
  upsertMany(rows: readonly T[], refuse: (fault: PrerequisiteFault) => void): Promise<readonly unknown[]>;
}

/**
 * Where an id comes again, the later row counts, in one batch as over several. What is there just so is not written again.
 * @param mayBeNew whether a row with an unknown id can be stored; else it has been refused
 */
function createUpsertWriter<T extends { readonly id: string }>(
  store: UpsertStore<T>,
  mayBeNew: (row: Row<T>, refuse: Refuse<T>) => boolean,
): RowWriter<T> {
  const written = nothing();
  return {
    written,
    async write(rows, refuse) {
      const stored = await store.findByIds([...new Set(rows.map(({ input }) => input.id))]);
      const now = new Map<string, object>(stored.map((row) => [row.id, row]));
      const changes = new Map<string, T>();
      const counted = new Map<string, { readonly row: Row<T>; readonly as: 'inserted' | 'updated' }[]>();
      for (const row of rows) {
        const { input } = row;
        const before = now.get(input.id);
        if (before === undefined && !mayBeNew(row, refuse)) continue;
        if (before !== undefined && holds(before, input)) {
          written.unchanged++;
          continue;
        }
        const as = before === undefined ? 'inserted' : 'updated';
        written[as]++;
        counted.set(input.id, [...(counted.get(input.id) ?? []), { row, as }]);
        now.set(input.id, { ...before, ...given(input) });
        changes.set(input.id, { ...changes.get(input.id), ...given(input) });
      }
      await store.upsertMany([...changes.values()], ({ id, code, message }) => {
        for (const { row, as } of counted.get(id) ?? []) {
          written[as]--;
          refuse(row, { field: 'prerequisites', message }, code);
        }
      });
    },
    finish: async () => {},
    abandon: async () => {},
  };
}

function given<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T;
}

/** Whether everything that the row gives is stored just so. */
function holds(stored: object, input: object): boolean {
  return Object.entries(input).every(
    ([field, value]) => value === undefined || same((stored as Record<string, unknown>)[field], value),
  );
}

function same(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((part, i) => part === b[i]);
  return (a ?? null) === (b ?? null);
}
