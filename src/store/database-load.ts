import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DomainError } from '../errors.js';
import type { EngagementColumns } from '../model/engagement.js';
import { announce, CHANNELS } from './channels.js';
import type { ContentWrite } from './content.store.js';
import type { Database } from './database.js';
import { toDomainError } from './database-error.js';
import { loadEngagements } from './engagement-bulk-load.js';
import { inTransaction } from './transaction.js';
import { instantText } from './upsert.js';
import type { UserWrite } from './user.store.js';

/** Everything that an empty database is filled with. */
export interface DatabaseContents {
  /** With distinct ids. */
  readonly users: readonly UserWrite[];
  readonly contents: readonly ContentWrite[];
  /** With places in the two lists above in place of surrogate keys. */
  readonly engagements: EngagementColumns;
}

export interface LoadOptions {
  /** @param fraction 0 to 1 of the whole */
  readonly onProgress?: ((fraction: number, detail: string) => void) | undefined;
  /** Aborting undoes everything. */
  readonly signal?: AbortSignal | undefined;
}

/** Parts of the time that each step takes. */
const SHARES = { users: 0.04, contents: 0.02, engagements: 0.44, indexes: 0.5 };
const ROWS_PER_PART = 50_000;
const ROWS_PER_PIECE = 2000;

/**
 * Fills an empty database in one transaction: tables are filled bare and get their constraints and indexes afterwards, so a
 * process that dies in the middle leaves an empty database. Other sessions wait meanwhile.
 * @throws DomainError BAD_USER_INPUT where the database holds anything
 */
export async function loadDatabase(
  { pool }: Database,
  data: DatabaseContents,
  options: LoadOptions = {},
): Promise<void> {
  const { signal } = options;
  const report = (fraction: number, detail: string): void => {
    options.onProgress?.(fraction, detail);
    signal?.throwIfAborted();
  };
  try {
    await inTransaction(pool, async (client) => {
      await client.query(
        '/* lock all */ LOCK TABLE users, content, content_prerequisites, engagements IN ACCESS EXCLUSIVE MODE',
      );
      const { rows } = await client.query<{ any: boolean }>(
        `/* anything stored? */ SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM content)
           OR EXISTS (SELECT FROM engagements) AS any`,
      );
      if (rows[0].any) throw new DomainError('BAD_USER_INPUT', 'The database is not empty.');
      report(0, 'writing learners');
      const userPk = await takeKeys(client, 'users', data.users.length);
      await copyRows(
        client,
        'users (pk, id, title, department, seniority_level, learning_style)',
        data.users,
        (user, i) => [
          String(userPk + i),
          user.id,
          user.title,
          user.department,
          user.seniorityLevel,
          user.learningStyle,
        ],
      );
      report(SHARES.users, 'writing content');
      const contentPk = await takeKeys(client, 'content', data.contents.length);
      await copyRows(
        client,
        'content (pk, id, title, description, domain, subtopic, difficulty_level, content_type, language, tags, ' +
          'duration_minutes, published_at, retired_at)',
        data.contents,
        (content, i) => [
          String(contentPk + i),
          content.id,
          content.title,
          content.description,
          content.domain,
          content.subtopic,
          content.difficultyLevel,
          content.contentType,
          content.language,
          arrayText(content.tags ?? []),
          content.durationMinutes?.toString(),
          content.publishedAt && instantText(content.publishedAt),
          content.retiredAt && instantText(content.retiredAt),
        ],
      );
      await copyPrerequisites(client, data.contents, contentPk);
      await client.query('/* analyze rows */ ANALYZE users, content, content_prerequisites');
      const before = SHARES.users + SHARES.contents;
      await loadEngagements(
        client,
        partsOf(data.engagements, userPk, contentPk, (rowsDone) =>
          report(
            before + SHARES.engagements * (rowsDone / Math.max(1, data.engagements.length)),
            `${rowsDone.toLocaleString('en-US')} engagements written`,
          ),
        ),
        (done, total) => {
          report(
            before + SHARES.engagements + SHARES.indexes * (done / total),
            `${done} of ${total} indexes and constraints`,
          );
        },
      );
      for (const channel of [CHANNELS.content, CHANNELS.engagements]) await announce(client, channel, '*');
    });
  } catch (error) {
    throw toDomainError(error);
  }
}

/** Takes a run of surrogate keys. @returns the first one */
async function takeKeys(client: pg.ClientBase, table: 'users' | 'content', count: number): Promise<number> {
  const { rows } = await client.query<{ first: string }>(
    `/* take keys */ SELECT nextval(pg_get_serial_sequence('${table}', 'pk')) AS first`,
  );
  const first = Number(rows[0].first);
  if (count > 1)
    await client.query(`/* take keys */ SELECT setval(pg_get_serial_sequence('${table}', 'pk'), $1)`, [
      first + count - 1,
    ]);
  return first;
}

/** The generator names only content that it makes, and makes no circles; the keys are unique to the table. */
async function copyPrerequisites(
  client: pg.PoolClient,
  contents: readonly ContentWrite[],
  contentPk: number,
): Promise<void> {
  const pkOf = new Map(contents.map(({ id }, place) => [id, contentPk + place]));
  const edges = contents.flatMap(({ id, prerequisites = [] }) =>
    prerequisites.map((required, position) => [pkOf.get(id), pkOf.get(required), position]),
  );
  await copyRows(client, 'content_prerequisites (content_pk, prerequisite_pk, position)', edges, (edge) =>
    edge.map(String),
  );
}

type Cell = string | null | undefined;

async function copyRows<T>(
  client: pg.PoolClient,
  target: string,
  rows: readonly T[],
  cells: (row: T, place: number) => readonly Cell[],
): Promise<void> {
  function* pieces(): Generator<string> {
    for (let from = 0; from < rows.length; from += ROWS_PER_PIECE)
      yield rows
        .slice(from, from + ROWS_PER_PIECE)
        .map(
          (row, i) =>
            `${cells(row, from + i)
              .map(copyText)
              .join('\t')}\n`,
        )
        .join('');
  }
  const sink = client.query(copyFrom(`/* copy rows */ COPY ${target} FROM STDIN`));
  await pipeline(Readable.from(pieces()), sink);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". */
function copyText(cell: Cell): string {
  return cell == null ? '\\N' : cell.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]);
}

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function* partsOf(
  columns: EngagementColumns,
  userPk: number,
  contentPk: number,
  onRows: (rows: number) => void,
): Generator<EngagementColumns> {
  for (let from = 0; from < columns.length; from += ROWS_PER_PART) {
    const to = Math.min(from + ROWS_PER_PART, columns.length);
    yield {
      length: to - from,
      userPk: columns.userPk.subarray(from, to).map((place) => userPk + place),
      contentPk: columns.contentPk.subarray(from, to).map((place) => contentPk + place),
      timestamp: columns.timestamp.subarray(from, to),
      durationSeconds: columns.durationSeconds.subarray(from, to),
      liked: columns.liked.subarray(from, to),
      type: columns.type.subarray(from, to),
    };
    onRows(to);
  }
}
