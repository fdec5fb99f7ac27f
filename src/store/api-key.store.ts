import type { Database } from './database.js';
import { announce, CHANNELS } from './channels.js';
import { translateErrors } from './database-error.js';
import { inTransaction } from './transaction.js';

/** An API key as stored: never the key itself. */
export interface ApiKeyRow {
  /** The public part of the key. */
  readonly id: string;
  readonly name: string;
  readonly role: 'READER' | 'WRITER' | 'ADMIN';
  /** SHA-256 of the whole key. */
  readonly hash: Uint8Array;
  readonly createdAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the minute; null where it was never used. */
  readonly lastUsedAt: Date | null;
}

export interface ApiKeyStore {
  insert(row: Pick<ApiKeyRow, 'id' | 'name' | 'role' | 'hash' | 'expiresAt'>): Promise<ApiKeyRow>;
  find(id: string): Promise<ApiKeyRow | null>;
  /** Newest first, revoked and expired ones too. */
  list(): Promise<ApiKeyRow[]>;
  /** Revokes a key and announces it; one that is revoked already keeps its instant. @returns null when there is none */
  revoke(id: string): Promise<ApiKeyRow | null>;
  /** Notes that a key is in use; writes at most once a minute a key. */
  touch(id: string): Promise<void>;
}

const COLUMNS = `id, name, role, hash, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
  last_used_at AS "lastUsedAt"`;

export function createApiKeyStore({ pool }: Pick<Database, 'pool'>): ApiKeyStore {
  return translateErrors<ApiKeyStore>({
    insert: ({ id, name, role, hash, expiresAt }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<ApiKeyRow>(
          `/* add api key */ INSERT INTO api_keys (id, name, role, hash, expires_at)
           VALUES ($1, $2, $3::api_role, $4, $5) RETURNING ${COLUMNS}`,
          [id, name, role, Buffer.from(hash), expiresAt],
        );
        // Whoever has looked for it in vain has remembered that.
        await announce(client, CHANNELS.keys, id);
        return rows[0]!;
      }),

    async find(id) {
      const text = `/* api key */ SELECT ${COLUMNS} FROM api_keys WHERE id = $1`;
      return (await pool.query<ApiKeyRow>({ name: 'api-key', text, values: [id] })).rows[0] ?? null;
    },

    list: async () =>
      (await pool.query<ApiKeyRow>(`/* api keys */ SELECT ${COLUMNS} FROM api_keys ORDER BY created_at DESC, id`)).rows,

    revoke: (id) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<ApiKeyRow>(
          `/* revoke api key */ UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING ${COLUMNS}`,
          [id],
        );
        if (rows[0]) await announce(client, CHANNELS.keys, id);
        return rows[0] ?? null;
      }),

    async touch(id) {
      await pool.query(
        `/* use of api key */ UPDATE api_keys SET last_used_at = now()
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        [id],
      );
    },
  });
}
