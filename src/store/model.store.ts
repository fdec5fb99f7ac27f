import { createHash } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '../errors.js';
import type { Prisma } from '../generated/prisma/client.js';
import { announce, CHANNELS } from './channels.js';
import { createByteaDecoder } from './bytea-copy.js';
import { copyOut } from './copy-out.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { inTransaction } from './transaction.js';

/** What is known about a model beside its snapshot. */
export interface NewModel {
  readonly algorithm: string;
  /** JSON. */
  readonly hyperParameters: unknown;
  /** The fitted share of the collaborative half, 0 to 1. */
  readonly alpha: number;
  /** JSON; null when nothing could be measured. */
  readonly metrics: unknown;
  /** JSON: what it was trained on. */
  readonly fingerprint: unknown;
  /** JSON: seconds by phase. */
  readonly timings: unknown;
  readonly formatVersion: number;
  /** SHA-256 of the snapshot, in hexadecimal; computed when left out. */
  readonly checksum?: string | undefined;
  readonly note?: string | null | undefined;
}

export interface ModelRow {
  /** Larger is newer. */
  readonly id: number;
  readonly createdAt: Date;
  readonly algorithm: string;
  readonly hyperParameters: unknown;
  readonly alpha: number;
  readonly metrics: unknown;
  readonly fingerprint: unknown;
  readonly timings: unknown;
  readonly formatVersion: number;
  readonly sizeBytes: number;
  readonly checksum: string;
  readonly note: string | null;
  readonly isActive: boolean;
  readonly activatedAt: Date | null;
}

export interface ModelStore {
  /** Stores a model and its snapshot in one transaction; it serves once it is activated. */
  create(meta: NewModel, bytes: Uint8Array): Promise<ModelRow>;
  /**
   * The snapshot in a buffer of its own, aligned to 8 bytes.
   * @throws DomainError SNAPSHOT_DAMAGED when it is not what was stored; NOT_FOUND
   */
  readSnapshot(id: number): Promise<Uint8Array<ArrayBuffer>>;
  get(id: number): Promise<ModelRow | null>;
  active(): Promise<ModelRow | null>;
  /** Newest first, those older than `beforeId`. */
  page(options: { first: number; beforeId?: number | undefined }): Promise<ModelRow[]>;
  count(): Promise<number>;
  /** Makes this model the only active one, and announces it. @throws DomainError NOT_FOUND */
  activate(id: number): Promise<ModelRow>;
}

const CHUNK = 4 * 1024 * 1024;

const COLUMNS = `id, created_at AS "createdAt", algorithm, hyper_parameters AS "hyperParameters", alpha, metrics, fingerprint,
  timings, format_version AS "formatVersion", size_bytes::float8 AS "sizeBytes", checksum, note,
  is_active IS TRUE AS "isActive", activated_at AS "activatedAt"`;

/** Any number that no other lock of the database uses. */
const ACTIVATION_LOCK = 4_917_264;

export function createModelStore({ pool, prisma }: Database): ModelStore {
  const get = async (id: number): Promise<ModelRow | null> => {
    const row = await prisma.modelVersion.findUnique({ where: { id } });
    return row && toRow(row);
  };

  return translateErrors<ModelStore>({
    create: (meta, bytes) => inTransaction(pool, (client) => insertModel(client, meta, bytes)),

    async readSnapshot(id) {
      const model = await get(id);
      if (!model) throw notFound(id);
      const bytes = new Uint8Array(model.sizeBytes);
      let filled = 0;
      const decoder = createByteaDecoder((piece) => {
        if (filled + piece.length <= bytes.length) bytes.set(piece, filled);
        filled += piece.length;
      });
      await copyOut(
        pool,
        // COPY takes no parameters; the id is a number of ours.
        `/* read snapshot */ COPY (SELECT bytes FROM snapshot_chunks WHERE model_version_id = ${model.id} ORDER BY position) TO STDOUT (FORMAT binary)`,
        decoder.push,
      );
      if (filled !== bytes.length || sha256(bytes) !== model.checksum)
        throw new DomainError(
          'SNAPSHOT_DAMAGED',
          `The snapshot of model ${id} is not what was stored: ${filled} of ${bytes.length} bytes, or a wrong checksum. Train again.`,
          { id },
        );
      return bytes;
    },

    get,

    async active() {
      const row = await prisma.modelVersion.findUnique({ where: { isActive: true } });
      return row && toRow(row);
    },

    async page({ first, beforeId }) {
      const rows = await prisma.modelVersion.findMany({
        ...(beforeId !== undefined && { where: { id: { lt: beforeId } } }),
        orderBy: { id: 'desc' },
        take: first,
      });
      return rows.map(toRow);
    },

    count: () => prisma.modelVersion.count(),

    activate: (id) =>
      inTransaction(pool, async (client) => {
        // One activation at a time: otherwise two could each find the other's row inactive.
        await client.query('/* lock activation */ SELECT pg_advisory_xact_lock($1)', [ACTIVATION_LOCK]);
        await client.query(
          '/* deactivate model */ UPDATE model_versions SET is_active = NULL WHERE is_active AND id <> $1',
          [id],
        );
        const { rows } = await client.query<ModelRow>(
          `/* activate model */ UPDATE model_versions SET is_active = true, activated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
          [id],
        );
        if (rows.length === 0) throw notFound(id);
        await announce(client, CHANNELS.model, String(id));
        return rows[0];
      }),
  });
}

async function insertModel(client: pg.PoolClient, meta: NewModel, bytes: Uint8Array): Promise<ModelRow> {
  const json = (value: unknown): string => JSON.stringify(value ?? null);
  const { rows } = await client.query<ModelRow>(
    `/* insert model */ INSERT INTO model_versions
       (algorithm, hyper_parameters, alpha, metrics, fingerprint, timings, format_version, size_bytes, checksum, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
    [
      meta.algorithm,
      json(meta.hyperParameters),
      meta.alpha,
      json(meta.metrics),
      json(meta.fingerprint),
      json(meta.timings),
      meta.formatVersion,
      bytes.length,
      meta.checksum ?? sha256(bytes),
      meta.note ?? null,
    ],
  );
  for (let from = 0, position = 0; from < bytes.length; from += CHUNK, position++) {
    const chunk = bytes.subarray(from, from + CHUNK);
    await client.query(
      '/* insert snapshot chunk */ INSERT INTO snapshot_chunks (model_version_id, position, bytes) VALUES ($1, $2, $3)',
      [rows[0].id, position, Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)],
    );
  }
  return rows[0];
}

function toRow(row: Prisma.ModelVersionGetPayload<object>): ModelRow {
  return { ...row, sizeBytes: Number(row.sizeBytes), isActive: row.isActive === true };
}

function notFound(id: number): DomainError {
  return new DomainError('NOT_FOUND', `No model has the id "${id}".`, { id });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
