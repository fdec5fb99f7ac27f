import { readFile } from 'node:fs/promises';
import { DomainError } from '../errors.js';
import { decodeTruth, type KeyedTruth } from '../evaluation/truth.js';
import type { ContentStore } from '../store/content.store.js';
import type { UserStore } from '../store/user.store.js';

const IDS_AT_ONCE = 10_000;

/**
 * Reads what `seed --truth` wrote, and finds its learners and content in the database by their ids.
 * @throws DomainError BAD_USER_INPUT for a file that cannot be read or holds no truth
 */
export async function readTruth(
  stores: { readonly users: Pick<UserStore, 'findByIds'>; readonly contents: Pick<ContentStore, 'findByIds'> },
  path: string,
): Promise<KeyedTruth> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DomainError('BAD_USER_INPUT', `Cannot read "${path}": ${(cause as Error).message}.`, { path }, { cause });
  });
  const truth = decodeTruth(bytes);
  return {
    truth,
    userPk: await keysOf(truth.userIds, (ids) => stores.users.findByIds(ids)),
    contentPk: await keysOf(truth.contentIds, (ids) => stores.contents.findByIds(ids)),
  };
}

async function keysOf(
  ids: readonly string[],
  find: (ids: readonly string[]) => Promise<readonly { readonly id: string; readonly pk: number }[]>,
): Promise<Int32Array> {
  const pks = new Int32Array(ids.length).fill(-1);
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const part = ids.slice(from, from + IDS_AT_ONCE);
    const found = new Map((await find(part)).map(({ id, pk }) => [id, pk]));
    part.forEach((id, place) => (pks[from + place] = found.get(id) ?? -1));
  }
  return pks;
}
