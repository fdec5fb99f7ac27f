import { DomainError } from '../src/errors.js';
import { createContentStore } from '../src/store/content.store.js';
import type { Database } from '../src/store/database.js';
import { createEngagementStore } from '../src/store/engagement.store.js';
import { createUserStore } from '../src/store/user.store.js';
import { DEMO_SIZE, generateSeed, type SeedSize } from './generate.js';
import { writeSeed } from './write.js';

export interface SeedOptions {
  /** Parts left out are those of `DEMO_SIZE`. */
  readonly size?: { readonly [Part in keyof SeedSize]?: number | undefined } | undefined;
  /** Default 42. */
  readonly seed?: number | undefined;
  /**
   * Default false: a database that holds anything is refused. True: everything stored stays, except that learners and content
   * with the ids "1" to "N" are overwritten; seeding twice with the same options changes nothing.
   */
  readonly force?: boolean | undefined;
  /** @param fraction 0 to 1 of everything */
  readonly onProgress?: ((fraction: number, detail: string) => void) | undefined;
  /** Stops between two batches; what was written stays. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows stored. */
export interface SeedReport extends SeedSize {
  readonly seed: number;
}

const DEFAULT_SEED = 42;
/** Part of the time that generating takes; the rest is writing. */
const GENERATING = 0.3;

/**
 * Fills a database with demo data, the same for the same size and seed.
 * @throws DomainError BAD_USER_INPUT where the database is not empty
 */
export async function seedDatabase(db: Database, options: SeedOptions = {}): Promise<SeedReport> {
  const stores = {
    users: createUserStore(db),
    contents: createContentStore(db),
    engagements: createEngagementStore(db),
  };
  const seed = options.seed ?? DEFAULT_SEED;
  const size: SeedSize = {
    users: options.size?.users ?? DEMO_SIZE.users,
    contents: options.size?.contents ?? DEMO_SIZE.contents,
    engagements: options.size?.engagements ?? DEMO_SIZE.engagements,
  };
  const onProgress = options.onProgress ?? (() => {});
  const [users, contents, { rows: engagements }] = await Promise.all([
    stores.users.total(),
    stores.contents.total(),
    stores.engagements.stats(),
  ]);
  const holds = `The database holds ${users} learners, ${contents} contents and ${engagements} engagements`;
  if (!options.force && users + contents + engagements > 0)
    throw new DomainError('BAD_USER_INPUT', `${holds}. Pass --force to add demo data to them.`);
  onProgress(0, 'generating');
  const data = generateSeed(size, seed, (rows) =>
    onProgress((GENERATING * rows) / size.engagements, `${rows} engagements generated`),
  );
  const total = size.users + size.contents + data.engagements.length;
  const stored = await writeSeed(stores, data, {
    bulk: engagements === 0,
    onProgress: (written) =>
      onProgress(GENERATING + ((1 - GENERATING) * written) / total, `${written} of ${total} rows written`),
    signal: options.signal,
  });
  onProgress(1, 'done');
  return { users: size.users, contents: size.contents, engagements: stored, seed };
}
