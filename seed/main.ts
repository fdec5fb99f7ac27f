import { DomainError } from '../src/errors.js';
import { createContentStore } from '../src/store/content.store.js';
import type { Database } from '../src/store/database.js';
import { loadDatabase } from '../src/store/database-load.js';
import { createEngagementStore } from '../src/store/engagement.store.js';
import { createUserStore } from '../src/store/user.store.js';
import { PROFILES, type ProfileName } from './profiles.js';
import { SIZES, type SeedData, type SeedSize } from './seed-data.js';
import { writeSeed } from './write.js';

export interface GenerateOptions {
  /** Default `realistic`. */
  readonly profile?: ProfileName | undefined;
  /** Parts left out are those of the size `demo`. */
  readonly size?: { readonly [Part in keyof SeedSize]?: number | undefined } | undefined;
  /** Default 42. */
  readonly seed?: number | undefined;
  /** @param fraction 0 to 1 of everything */
  readonly onProgress?: ((fraction: number, detail: string) => void) | undefined;
}

export interface SeedOptions extends GenerateOptions {
  /**
   * Default false: a database that holds anything is refused. True: everything stored stays, except that learners and content
   * with the ids "1" to "N" are overwritten; seeding twice with the same options changes nothing.
   */
  readonly force?: boolean | undefined;
  /** Stops: an empty database stays empty; with `force` what was written stays. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows stored, and what they were made by. */
export interface SeedReport extends SeedSize {
  readonly seed: number;
  readonly profile: ProfileName;
}

const DEFAULT_SEED = 42;
/** Part of the time that generating takes; the rest is writing. */
const GENERATING = 0.3;

export interface Generated extends SeedReport {
  readonly data: SeedData;
}

/** Makes rows up without storing them: the same for the same profile, size and seed. */
export function generateData(options: GenerateOptions = {}): Generated {
  const { onProgress = () => {}, profile = 'realistic', seed = DEFAULT_SEED } = options;
  const size: SeedSize = {
    users: options.size?.users ?? SIZES.demo.users,
    contents: options.size?.contents ?? SIZES.demo.contents,
    engagements: options.size?.engagements ?? SIZES.demo.engagements,
  };
  onProgress(0, 'generating');
  const data = PROFILES[profile](size, seed, (rows) =>
    onProgress(rows / size.engagements, `${rows.toLocaleString('en-US')} engagements generated`),
  );
  return { data, seed, profile, users: size.users, contents: size.contents, engagements: data.engagements.length };
}

/**
 * Fills a database with demo data. An empty one is filled in one transaction, with its indexes made at the end.
 * @throws DomainError BAD_USER_INPUT where the database is not empty
 */
export async function seedDatabase(db: Database, options: SeedOptions = {}): Promise<Generated> {
  const stores = {
    users: createUserStore(db),
    contents: createContentStore(db),
    engagements: createEngagementStore(db),
  };
  const onProgress = options.onProgress ?? (() => {});
  const [users, contents, { rows: engagements }] = await Promise.all([
    stores.users.total(),
    stores.contents.total(),
    stores.engagements.stats(),
  ]);
  const holds = `The database holds ${users} learners, ${contents} contents and ${engagements} engagements`;
  const empty = users + contents + engagements === 0;
  if (!options.force && !empty)
    throw new DomainError('BAD_USER_INPUT', `${holds}. Pass --force to add demo data to them.`);
  const generated = generateData({
    ...options,
    onProgress: (fraction, detail) => onProgress(GENERATING * fraction, detail),
  });
  const { data } = generated;
  const writing = (fraction: number, detail: string): void =>
    onProgress(GENERATING + (1 - GENERATING) * fraction, detail);
  let stored = data.engagements.length;
  if (empty) {
    const { learners, catalogue } = data;
    await loadDatabase(
      db,
      { users: learners.rows, contents: catalogue.rows, engagements: data.engagements },
      { onProgress: writing, signal: options.signal },
    );
  } else {
    const total = data.learners.rows.length + data.catalogue.rows.length + data.engagements.length;
    stored = await writeSeed(stores, data, {
      onProgress: (written) => writing(written / total, `${written} of ${total} rows written`),
      signal: options.signal,
    });
  }
  onProgress(1, 'done');
  return { ...generated, engagements: stored };
}
