import type pg from 'pg';
import type { DifficultyLevel } from '../model/engagement.js';
import type { Prisma } from '../generated/prisma/client.js';
import { announce, CHANNELS, keysPayload } from './channels.js';
import type { Database } from './database.js';
import { DomainError } from '../errors.js';
import { judgeWithin, PREREQUISITE_IDS, writePrerequisites } from './content-prerequisites.js';
import { translateErrors } from './database-error.js';
import type { PrerequisiteFault } from './judge-prerequisites.js';
import { escapeLike } from './like-pattern.js';
import { readInBatches } from './read-in-batches.js';
import { upsertRows, upsertStatements, type UpsertTable } from './upsert.js';

/** A piece of content as stored. */
export interface ContentRow {
  /** Surrogate key: joins, cursors, the arrays of the model. Never shown. */
  readonly pk: number;
  /** The platform's own id. */
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly domain: string | null;
  readonly subtopic: string | null;
  /** Null: suits all levels. */
  readonly difficultyLevel: DifficultyLevel | null;
  readonly contentType: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly durationMinutes: number | null;
  readonly publishedAt: Date | null;
  readonly retiredAt: Date | null;
  /** Ids of content to complete before, in the order given. */
  readonly prerequisites: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** In every property but the id: undefined keeps what is stored, null clears it. */
export interface ContentWrite {
  readonly id: string;
  /** Required when the content is new. */
  readonly title?: string | undefined;
  readonly description?: string | null | undefined;
  readonly domain?: string | null | undefined;
  readonly subtopic?: string | null | undefined;
  readonly difficultyLevel?: DifficultyLevel | null | undefined;
  readonly contentType?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly durationMinutes?: number | null | undefined;
  readonly publishedAt?: Date | null | undefined;
  readonly retiredAt?: Date | null | undefined;
  /** Distinct ids, replacing those stored. */
  readonly prerequisites?: readonly string[] | undefined;
}

export interface ContentFilterRow {
  /** Part of the id or title; letter case does not count. */
  readonly search?: string | undefined;
  readonly domain?: string | undefined;
  readonly subtopic?: string | undefined;
  readonly difficultyLevel?: DifficultyLevel | undefined;
  readonly contentType?: string | undefined;
  readonly language?: string | undefined;
  /** Default false: retired content is left out. */
  readonly includeRetired?: boolean | undefined;
}

export interface ContentStore {
  /** Those that exist, retired ones too, in no particular order. */
  findByIds(ids: readonly string[]): Promise<ContentRow[]>;
  findByPks(pks: readonly number[]): Promise<ContentRow[]>;
  /** Up to `first` rows in the order of their keys, those after `afterPk`. */
  page(options: { first: number; afterPk?: number | undefined; filter: ContentFilterRow }): Promise<ContentRow[]>;
  count(filter: ContentFilterRow): Promise<number>;
  /**
   * All or nothing, safe beside other writers of the same ids; announced on the channel of content.
   * @param rows with distinct ids
   * @param refuse takes the rows whose prerequisites do not exist or form a circle; the others are written all the same
   * @returns the rows as stored, in the order of the input; new ones without a title are left out
   * @throws DomainError NOT_FOUND or PREREQUISITE_CYCLE where a row is to be refused and `refuse` is not given
   */
  upsertMany(rows: readonly ContentWrite[], refuse?: (fault: PrerequisiteFault) => void): Promise<ContentRow[]>;
  /** Everything, retired too. */
  total(): Promise<number>;
  /** Every row, retired ones too, in the order of their keys. */
  all(): Promise<ContentRow[]>;
  /** As `all`, in batches of so many rows; default 5,000. Memory does not follow the number of rows. */
  readAll(batch?: number): AsyncIterable<readonly ContentRow[]>;
}

const COLUMNS = `t.pk, t.id, t.title, t.description, t.domain, t.subtopic, t.difficulty_level AS "difficultyLevel",
  t.content_type AS "contentType", t.language, coalesce(t.tags, '{}') AS tags, t.duration_minutes AS "durationMinutes",
  t.published_at AS "publishedAt", t.retired_at AS "retiredAt", ${PREREQUISITE_IDS} AS prerequisites,
  t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

const TABLE: UpsertTable<ContentWrite> = {
  table: 'content',
  returning: COLUMNS,
  columns: [
    { property: 'title', column: 'title', type: 'text' },
    { property: 'description', column: 'description', type: 'text' },
    { property: 'domain', column: 'domain', type: 'text' },
    { property: 'subtopic', column: 'subtopic', type: 'text' },
    { property: 'difficultyLevel', column: 'difficulty_level', type: 'difficulty_level' },
    { property: 'contentType', column: 'content_type', type: 'text' },
    { property: 'language', column: 'language', type: 'text' },
    { property: 'tags', column: 'tags', type: 'text[]' },
    { property: 'durationMinutes', column: 'duration_minutes', type: 'integer' },
    { property: 'publishedAt', column: 'published_at', type: 'timestamptz' },
    { property: 'retiredAt', column: 'retired_at', type: 'timestamptz' },
  ],
  required: ['title'],
};

const STATEMENTS = upsertStatements(TABLE);

export function createContentStore({ pool, prisma }: Database): ContentStore {
  const store = translateErrors<Omit<ContentStore, 'readAll'>>({
    async findByIds(ids) {
      const text = `/* content by id */ SELECT ${COLUMNS} FROM content t WHERE t.id = ANY($1::text[])`;
      return (await pool.query<ContentRow>({ name: 'content-by-id', text, values: [ids] })).rows;
    },

    async findByPks(pks) {
      const text = `/* content by pk */ SELECT ${COLUMNS} FROM content t WHERE t.pk = ANY($1::int[])`;
      return (await pool.query<ContentRow>({ name: 'content-by-pk', text, values: [pks] })).rows;
    },

    async page({ first, afterPk, filter }) {
      const rows = await prisma.content.findMany({
        where: { ...whereOf(filter), ...(afterPk !== undefined && { pk: { gt: afterPk } }) },
        include: {
          prerequisites: { orderBy: { position: 'asc' }, select: { prerequisite: { select: { id: true } } } },
        },
        orderBy: { pk: 'asc' },
        take: first,
      });
      return rows.map((row) => ({
        ...row,
        prerequisites: row.prerequisites.map(({ prerequisite }) => prerequisite.id),
      }));
    },

    count: (filter) => prisma.content.count({ where: whereOf(filter) }),

    async upsertMany(rows, refuse) {
      let faults: PrerequisiteFault[] = [];
      const given = new Map(rows.map(({ id, prerequisites }) => [id, prerequisites]));
      const written = await upsertRows<ContentWrite, ContentRow>(pool, TABLE, STATEMENTS, rows, {
        before: async (client, all) => {
          faults = await judgeWithin(client, all);
          if (faults.length > 0 && !refuse)
            throw new DomainError(faults[0].code, `${faults[0].message}.`, { ...faults[0] });
          const refused = new Set(faults.map(({ id }) => id));
          return all.filter(({ id }) => !refused.has(id));
        },
        after: async (client, stored) => {
          await writePrerequisites(
            client,
            stored.map(({ pk, id }) => ({ pk, prerequisites: given.get(id) })),
          );
          if (stored.length > 0) await announce(client, CHANNELS.content, keysPayload(stored.map(({ pk }) => pk)));
        },
      });
      for (const fault of faults) refuse?.(fault);
      return written.map((row) => ({ ...row, prerequisites: given.get(row.id) ?? row.prerequisites }));
    },

    total: () => prisma.content.count(),

    async all() {
      return (await pool.query<ContentRow>(`/* all content */ SELECT ${COLUMNS} FROM content t ORDER BY t.pk`)).rows;
    },
  });
  return { ...store, readAll: (batch) => readAllContent(pool, batch) };
}

/** As `ContentStore.readAll`, for who has no more than a pool. */
export function readAllContent(pool: pg.Pool, batch?: number): AsyncIterable<readonly ContentRow[]> {
  return readInBatches<ContentRow>(pool, `/* export content */ SELECT ${COLUMNS} FROM content t ORDER BY t.pk`, batch);
}

function whereOf(filter: ContentFilterRow): Prisma.ContentWhereInput {
  const { search, domain, subtopic, difficultyLevel, contentType, language, includeRetired } = filter;
  const part = search ? ({ contains: escapeLike(search), mode: 'insensitive' } as const) : undefined;
  return {
    ...(part && { OR: [{ id: part }, { title: part }] }),
    ...(domain !== undefined && { domain }),
    ...(subtopic !== undefined && { subtopic }),
    ...(difficultyLevel !== undefined && { difficultyLevel }),
    ...(contentType !== undefined && { contentType }),
    ...(language !== undefined && { language }),
    ...(!includeRetired && { retiredAt: null }),
  };
}
