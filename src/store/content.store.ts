import type { DifficultyLevel } from '../model/engagement.js';
import type { Prisma } from '../generated/prisma/client.js';
import { announce, CHANNELS, keysPayload } from './channels.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
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
   * @returns the rows as stored, in the order of the input; new ones without a title are left out
   */
  upsertMany(rows: readonly ContentWrite[]): Promise<ContentRow[]>;
  /** Everything, retired too. */
  total(): Promise<number>;
  /** Every row, retired ones too, in the order of their keys. */
  all(): Promise<ContentRow[]>;
  /** As `all`, in batches: memory does not follow the number of rows. */
  readAll(): AsyncIterable<readonly ContentRow[]>;
}

const COLUMNS = `t.pk, t.id, t.title, t.description, t.domain, t.subtopic, t.difficulty_level AS "difficultyLevel",
  t.content_type AS "contentType", t.language, coalesce(t.tags, '{}') AS tags, t.duration_minutes AS "durationMinutes",
  t.published_at AS "publishedAt", t.retired_at AS "retiredAt", t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

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

    page: ({ first, afterPk, filter }) =>
      prisma.content.findMany({
        where: { ...whereOf(filter), ...(afterPk !== undefined && { pk: { gt: afterPk } }) },
        orderBy: { pk: 'asc' },
        take: first,
      }),

    count: (filter) => prisma.content.count({ where: whereOf(filter) }),

    upsertMany: (rows) =>
      upsertRows<ContentWrite, ContentRow>(pool, TABLE, STATEMENTS, rows, async (client, written) => {
        if (written.length > 0) await announce(client, CHANNELS.content, keysPayload(written.map(({ pk }) => pk)));
      }),

    total: () => prisma.content.count(),

    async all() {
      return (await pool.query<ContentRow>(`/* all content */ SELECT ${COLUMNS} FROM content t ORDER BY t.pk`)).rows;
    },
  });
  return {
    ...store,
    readAll: () =>
      readInBatches<ContentRow>(pool, `/* export content */ SELECT ${COLUMNS} FROM content t ORDER BY t.pk`),
  };
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
