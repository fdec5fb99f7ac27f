import type pg from 'pg';
import { batchesOf } from './batches.js';
import { inTransaction } from './transaction.js';

/** A column that an upsert writes: its name, its type, and the property of the row that holds its value. */
export interface WriteColumn<Row> {
  readonly property: keyof Row & string;
  readonly column: string;
  readonly type: string;
}

export interface UpsertTable<Write> {
  readonly table: string;
  /** Select list of what is returned. */
  readonly returning: string;
  readonly columns: readonly WriteColumn<Write>[];
  /** Properties without which a new row is not made. */
  readonly required: readonly (keyof Write & string)[];
}

export interface UpsertStatements {
  readonly lock: { readonly name: string; readonly text: string };
  readonly update: { readonly name: string; readonly text: string };
  readonly insert: { readonly name: string; readonly text: string };
}

/**
 * The three statements of an upsert: lock the rows that exist, update them, insert the others.
 *
 * One INSERT ... ON CONFLICT DO UPDATE would take a value of the `pk` sequence for every row that is only updated, and a
 * nightly synchronisation would use up the 32-bit keys. It also cannot tell "not given" from "cleared" row by row.
 */
export function upsertStatements<Write>(spec: UpsertTable<Write>): UpsertStatements {
  const { table, columns, returning } = spec;
  const names = columns.map(({ column }) => column);
  // UNNEST flattens arrays of arrays, so those travel as JSON text.
  const value = ({ column, type }: WriteColumn<Write>): string =>
    type.endsWith('[]') ? `ARRAY(SELECT jsonb_array_elements_text(i.${column}::jsonb))` : `i.${column}`;
  const parameters = [
    '$1::text[]',
    ...columns.map(({ type }, i) => `$${i + 2}::${type.endsWith('[]') ? 'text' : type}[]`),
    ...columns.map((_, i) => `$${i + 2 + columns.length}::boolean[]`),
  ];
  const input = `unnest(${parameters.join(', ')}) AS i(id, ${names.join(', ')}, ${names.map((n) => `${n}_given`).join(', ')})`;
  const set = columns.map((c) => `${c.column} = CASE WHEN i.${c.column}_given THEN ${value(c)} ELSE t.${c.column} END`);
  return {
    lock: {
      name: `lock-${table}`,
      text: `/* lock ${table} */ SELECT id FROM ${table} WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`,
    },
    update: {
      name: `update-${table}`,
      text: `/* update ${table} */ UPDATE ${table} t SET ${set.join(', ')}, updated_at = now() FROM ${input}
        WHERE t.id = i.id RETURNING ${returning}`,
    },
    insert: {
      name: `insert-${table}`,
      text: `/* insert ${table} */ INSERT INTO ${table} AS t (id, ${names.join(', ')}) SELECT i.id, ${columns.map(value).join(', ')} FROM ${input}
        ON CONFLICT (id) DO NOTHING RETURNING ${returning}`,
    },
  };
}

/**
 * Writes rows with distinct ids in one transaction: of a row that exists the given properties, else a new one. `undefined`
 * keeps what is stored, null clears it.
 * @param hooks run within the transaction, which may run again from its start: `before` chooses the rows to write, `after`
 *   sees what was written
 * @returns the rows as stored, in the order of the input; a new row that lacks a required property is left out
 */
export async function upsertRows<Write extends { readonly id: string }, Row extends { readonly id: string }>(
  pool: pg.Pool,
  spec: UpsertTable<Write>,
  statements: UpsertStatements,
  rows: readonly Write[],
  hooks: {
    before?: (client: pg.PoolClient, rows: readonly Write[]) => Promise<readonly Write[]>;
    after?: (client: pg.PoolClient, written: readonly Row[]) => Promise<void>;
  } = {},
): Promise<Row[]> {
  if (rows.length === 0) return [];
  return inTransaction(pool, async (client) => {
    const chosen = (await hooks.before?.(client, rows)) ?? rows;
    // One order of ids in all transactions, so that two of them do not wait for each other.
    const sorted = [...chosen].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
    const stored = new Map<string, Row>();
    const run = async (statement: { name: string; text: string }, part: readonly Write[]): Promise<void> => {
      if (part.length === 0) return;
      const result = await client.query<Row>({ ...statement, values: parametersOf(spec, part) });
      for (const row of result.rows) stored.set(row.id, row);
    };
    for (const batch of batchesOf(sorted)) {
      for (let rest = batch; rest.length > 0;) {
        const ids = rest.map(({ id }) => id);
        const locked = await client.query<{ id: string }>({ ...statements.lock, values: [ids] });
        const existing = new Set(locked.rows.map(({ id }) => id));
        await run(
          statements.update,
          rest.filter(({ id }) => existing.has(id)),
        );
        const fresh = rest.filter((row) => !existing.has(row.id) && isComplete(spec, row));
        await run(statements.insert, fresh);
        // Another transaction inserted these meanwhile: now they exist.
        rest = fresh.filter(({ id }) => !stored.has(id));
      }
    }
    const written = rows.flatMap(({ id }) => stored.get(id) ?? []);
    await hooks.after?.(client, written);
    return written;
  });
}

function isComplete<Write>(spec: UpsertTable<Write>, row: Write): boolean {
  return spec.required.every((property) => row[property] != null);
}

function parametersOf<Write extends { readonly id: string }>(
  spec: UpsertTable<Write>,
  rows: readonly Write[],
): unknown[] {
  const values = spec.columns.map(({ property, type }) =>
    rows.map((row) => {
      const value: unknown = row[property];
      if (value instanceof Date) return instantText(value);
      return type.endsWith('[]') && value != null ? JSON.stringify(value) : (value ?? null);
    }),
  );
  const given = spec.columns.map(({ property }) => rows.map((row) => row[property] !== undefined));
  return [rows.map(({ id }) => id), ...values, ...given];
}

/** An instant as Postgres reads it. ISO 8601's years of more than four digits, and those before year 1, it writes otherwise. */
export function instantText(instant: Date): string {
  const year = instant.getUTCFullYear();
  const [, rest] = /-(\d\d-\d\dT.*)$/.exec(instant.toISOString()) ?? [];
  const digits = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return `${digits}-${rest}${year > 0 ? '' : ' BC'}`;
}
