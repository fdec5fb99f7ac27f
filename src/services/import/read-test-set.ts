import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../../model/engagement.js';
import { validateEngagement } from '../validate.js';
import { DEFAULT_MAX_ERRORS, type ImportOptions } from './import-file.js';
import { createKeyLookup } from './key-lookup.js';
import { readEngagement } from './read-input.js';
import { openRows } from './read-rows.js';
import { createRefusals, type ImportError } from './refusals.js';
import type { ImportStores } from './stores.js';
import { refuseUnknownContent } from './write-rows.js';

/** Engagements of a file that are to be predicted, not stored. */
export interface TestSet {
  /** Learners that the database does not know have negative keys, one each. */
  readonly columns: EngagementColumns;
  readonly records: number;
  readonly refused: number;
  /** The first `maxErrors` reasons of `errorCount`. */
  readonly errors: readonly ImportError[];
  readonly errorCount: number;
  readonly unknownUsers: number;
}

/**
 * Reads an engagement file as `importFile` does, without writing anything.
 * @throws DomainError BAD_USER_INPUT as `importFile`
 */
export async function readTestSet(
  stores: Pick<ImportStores, 'contents'> & { readonly users: Pick<ImportStores['users'], 'findByIds'> },
  options: Omit<ImportOptions, 'kind'>,
): Promise<TestSet> {
  const refusals = createRefusals(options.maxErrors ?? DEFAULT_MAX_ERRORS);
  const defaultTimestamp = options.defaultTimestamp ?? new Date(0);
  const file = await openRows({
    kind: 'engagements',
    path: options.path,
    format: options.format,
    map: options.map,
    values: options.values,
    timeZone: options.timeZone,
    accounts: options.accounts,
    refusals,
    read: (cells) => readEngagement(cells, defaultTimestamp),
    validate: validateEngagement,
  });
  const contents = createKeyLookup((ids) => stores.contents.findByIds(ids));
  const users = createKeyLookup((ids) => stores.users.findByIds(ids));
  const strangers = new Map<string, number>();
  const strangerPk = (id: string): number => {
    const pk = strangers.get(id) ?? -1 - strangers.size;
    strangers.set(id, pk);
    return pk;
  };
  const lists = { userPk: [] as number[], contentPk: [] as number[], timestamp: [] as number[] };
  const durationSeconds: number[] = [];
  const liked: number[] = [];
  const type: number[] = [];
  for await (const rows of file.rows) {
    options.signal?.throwIfAborted();
    const contentPks = await contents.find(rows.map(({ input }) => input.contentId));
    const good = refuseUnknownContent(rows, contentPks, file.refuse);
    const userPks = await users.find(good.map(({ input }) => input.userId));
    for (const { input } of good) {
      lists.userPk.push(userPks.get(input.userId) ?? strangerPk(input.userId));
      lists.contentPk.push(contentPks.get(input.contentId)!);
      lists.timestamp.push(input.timestamp.getTime());
      durationSeconds.push(input.durationSeconds ?? MISSING);
      liked.push(input.liked === null ? MISSING : input.liked ? 1 : 0);
      type.push(ENGAGEMENT_TYPES.indexOf(input.engagementType));
    }
    options.onProgress?.({ bytesRead: file.bytesRead(), bytes: file.bytes, records: file.records(), finishing: false });
  }
  return {
    columns: {
      length: lists.userPk.length,
      userPk: Int32Array.from(lists.userPk),
      contentPk: Int32Array.from(lists.contentPk),
      timestamp: Float64Array.from(lists.timestamp),
      durationSeconds: Int32Array.from(durationSeconds),
      liked: Int8Array.from(liked),
      type: Uint8Array.from(type),
    },
    records: file.records(),
    refused: refusals.count(),
    errors: refusals.kept,
    errorCount: refusals.reasons(),
    unknownUsers: strangers.size,
  };
}
