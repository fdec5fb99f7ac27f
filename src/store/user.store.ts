import type { LearningStyle, SeniorityLevel } from '../model/engagement.js';
import type { Prisma } from '../generated/prisma/client.js';
import { batchesOf } from './batches.js';
import { announce, CHANNELS, keysPayload } from './channels.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { escapeLike } from './like-pattern.js';
import { readInBatches } from './read-in-batches.js';
import { inTransaction } from './transaction.js';
import { upsertRows, upsertStatements, type UpsertTable } from './upsert.js';

/** A learner as stored. */
export interface UserRow {
  /** Surrogate key: joins, cursors, the arrays of the model. Never shown. */
  readonly pk: number;
  /** The platform's own id. */
  readonly id: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
  readonly learningStyle: LearningStyle | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** In every property but the id: undefined keeps what is stored, null clears it. */
export interface UserWrite {
  readonly id: string;
  readonly title?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly seniorityLevel?: SeniorityLevel | null | undefined;
  readonly learningStyle?: LearningStyle | null | undefined;
}

export interface UserFilterRow {
  /** Part of the id, title or department; letter case does not count. */
  readonly search?: string | undefined;
  readonly department?: string | undefined;
  readonly seniorityLevel?: SeniorityLevel | undefined;
}

/** All learners as columns, for training. */
export interface LearnerRows {
  readonly pk: Int32Array;
  readonly title: readonly (string | null)[];
  readonly department: readonly (string | null)[];
  readonly seniorityLevel: readonly (SeniorityLevel | null)[];
}

export interface UserStore {
  /** Those that exist, in no particular order. */
  findByIds(ids: readonly string[]): Promise<UserRow[]>;
  findByPks(pks: readonly number[]): Promise<UserRow[]>;
  /** Up to `first` rows in the order of their keys, those after `afterPk`. */
  page(options: { first: number; afterPk?: number | undefined; filter: UserFilterRow }): Promise<UserRow[]>;
  count(filter: UserFilterRow): Promise<number>;
  /**
   * All or nothing, safe beside other writers of the same ids; announces the learners on the channel of engagements.
   * @param rows with distinct ids
   * @returns the rows as stored, in the order of the input
   */
  upsertMany(rows: readonly UserWrite[]): Promise<UserRow[]>;
  /** Adds the ids that are missing. @returns the keys of all of them, by id */
  ensure(ids: readonly string[]): Promise<Map<string, number>>;
  /**
   * Removes learners with everything stored about them, and announces them on the channel of engagements.
   * @returns the ids that were there
   */
  deleteMany(ids: readonly string[]): Promise<string[]>;
  /** All rows in the order of their keys; memory does not follow their number. */
  readAll(): AsyncIterable<readonly UserRow[]>;
  total(): Promise<number>;
  /** Every learner, in the order of their keys. */
  learners(): Promise<LearnerRows>;
}

const COLUMNS = `t.pk, t.id, t.title, t.department, t.seniority_level AS "seniorityLevel",
  t.learning_style AS "learningStyle", t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

const TABLE: UpsertTable<UserWrite> = {
  table: 'users',
  returning: COLUMNS,
  columns: [
    { property: 'title', column: 'title', type: 'text' },
    { property: 'department', column: 'department', type: 'text' },
    { property: 'seniorityLevel', column: 'seniority_level', type: 'seniority_level' },
    { property: 'learningStyle', column: 'learning_style', type: 'learning_style' },
  ],
  required: [],
};

const STATEMENTS = upsertStatements(TABLE);

export function createUserStore({ pool, prisma }: Database): UserStore {
  const findByIds = async (ids: readonly string[]): Promise<UserRow[]> => {
    const text = `/* users by id */ SELECT ${COLUMNS} FROM users t WHERE t.id = ANY($1::text[])`;
    return (await pool.query<UserRow>({ name: 'users-by-id', text, values: [ids] })).rows;
  };

  const store = translateErrors<Omit<UserStore, 'readAll'>>({
    findByIds,

    async findByPks(pks) {
      const text = `/* users by pk */ SELECT ${COLUMNS} FROM users t WHERE t.pk = ANY($1::int[])`;
      return (await pool.query<UserRow>({ name: 'users-by-pk', text, values: [pks] })).rows;
    },

    page: ({ first, afterPk, filter }) =>
      prisma.user.findMany({
        where: { ...whereOf(filter), ...(afterPk !== undefined && { pk: { gt: afterPk } }) },
        orderBy: { pk: 'asc' },
        take: first,
      }),

    count: (filter) => prisma.user.count({ where: whereOf(filter) }),

    upsertMany: (rows) =>
      upsertRows<UserWrite, UserRow>(pool, TABLE, STATEMENTS, rows, {
        after: async (client, stored) => {
          if (stored.length > 0) await announce(client, CHANNELS.engagements, keysPayload(stored.map(({ pk }) => pk)));
        },
      }),

    async ensure(ids) {
      const distinct = [...new Set(ids)].sort();
      const keys = new Map<string, number>();
      for (const batch of batchesOf(distinct)) {
        for (const { id, pk } of await findByIds(batch)) keys.set(id, pk);
        const missing = batch.filter((id) => !keys.has(id));
        if (missing.length === 0) continue;
        const text = `/* add users */ INSERT INTO users (id) SELECT unnest($1::text[]) ON CONFLICT (id) DO NOTHING`;
        await pool.query(text, [missing]);
        for (const { id, pk } of await findByIds(missing)) keys.set(id, pk);
      }
      return keys;
    },

    deleteMany: (ids) =>
      inTransaction(pool, async (client) => {
        // One order in all transactions, so that two of them do not wait for each other; engagements go by their foreign key.
        const { rows } = await client.query<{ pk: number; id: string }>(
          `/* delete users */ WITH doomed AS (SELECT pk FROM users WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE)
           DELETE FROM users u USING doomed d WHERE u.pk = d.pk RETURNING u.pk, u.id`,
          [ids],
        );
        if (rows.length > 0) await announce(client, CHANNELS.engagements, keysPayload(rows.map(({ pk }) => pk)));
        return rows.map(({ id }) => id);
      }),

    total: () => prisma.user.count(),

    async learners() {
      const text = '/* learners */ SELECT pk, title, department, seniority_level FROM users ORDER BY pk';
      const { rows } = await pool.query<[number, string | null, string | null, SeniorityLevel | null]>({
        text,
        rowMode: 'array',
      });
      return {
        pk: Int32Array.from(rows, ([pk]) => pk),
        title: rows.map(([, title]) => title),
        department: rows.map(([, , department]) => department),
        seniorityLevel: rows.map(([, , , level]) => level),
      };
    },
  });
  return {
    ...store,
    readAll: () => readInBatches<UserRow>(pool, `/* export users */ SELECT ${COLUMNS} FROM users t ORDER BY t.pk`),
  };
}

function whereOf({ search, department, seniorityLevel }: UserFilterRow): Prisma.UserWhereInput {
  const part = search ? ({ contains: escapeLike(search), mode: 'insensitive' } as const) : undefined;
  return {
    ...(part && { OR: [{ id: part }, { title: part }, { department: part }] }),
    ...(department !== undefined && { department }),
    ...(seniorityLevel !== undefined && { seniorityLevel }),
  };
}
