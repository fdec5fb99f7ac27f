import { createHash } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '../errors.js';
import type { Prisma } from '../generated/prisma/client.js';
import { announce, CHANNELS } from './channels.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import {
  createSnapshotBytes,
  type Location,
  type SnapshotPlaces,
  type SnapshotRow,
} from './snapshots/snapshot-bytes.js';
import type { TrainingRun } from './training-job.store.js';
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
  /** JSON: what the quality gate decided. */
  readonly activation?: unknown;
  /** What the training was asked for: an algorithm, or AUTO. */
  readonly requestedAlgorithm?: string;
  /** JSON: what the collaborative half is made of. */
  readonly recipe?: unknown;
  /** JSON: how algorithm or options were chosen. */
  readonly search?: unknown;
}

export interface ModelRow extends SnapshotRow {
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
  readonly note: string | null;
  readonly isActive: boolean;
  readonly activatedAt: Date | null;
  /** JSON; null for models older than the gate. */
  readonly activation: unknown;
  /** Null for models older than AUTO. */
  readonly requestedAlgorithm: string | null;
  /** JSON; null for models older than AUTO. */
  readonly recipe: unknown;
  /** JSON; null where nothing was chosen, and for models older than AUTO. */
  readonly search: unknown;
}

export interface ModelStore {
  /**
   * Stores a model and its snapshot, both or none; it serves once it is activated.
   * @param run the training that made it: its job names the model from the same instant on
   * @param signal aborting it before the end stores nothing
   * @throws DomainError TRAINING_CANCELLED where it was aborted or the job was given to another worker meanwhile, SNAPSHOT_UNAVAILABLE
   */
  create(meta: NewModel, bytes: Uint8Array, run?: TrainingRun, signal?: AbortSignal): Promise<ModelRow>;
  /**
   * The snapshot in a buffer of its own, aligned to 8 bytes.
   * @throws DomainError SNAPSHOT_DAMAGED when it is not what was stored; SNAPSHOT_UNAVAILABLE, NOT_FOUND
   */
  readSnapshot(id: number): Promise<Uint8Array<ArrayBuffer>>;
  get(id: number): Promise<ModelRow | null>;
  /** Those that there are, in any order. */
  getMany(ids: readonly number[]): Promise<ModelRow[]>;
  active(): Promise<ModelRow | null>;
  /** Newest first, those older than `beforeId`. */
  page(options: { first: number; beforeId?: number | undefined }): Promise<ModelRow[]>;
  count(): Promise<number>;
  /** Makes this model the only active one, and announces it. @throws DomainError NOT_FOUND */
  activate(id: number): Promise<ModelRow>;
  /**
   * The same, unless another model than `expected` (null: any at all) is active by now: then nothing changes, `activation` is
   * kept with the model instead, and the answer is its row.
   */
  activateInstead(id: number, expected: number | null, activation: unknown): Promise<ModelRow>;
  /** Removes a model that is not active, with its snapshot. @returns false where it is active @throws DomainError NOT_FOUND */
  remove(id: number): Promise<boolean>;
  /** Removes all but the newest `keep` models and the active one. @returns ids of those removed */
  removeOld(keep: number): Promise<number[]>;
  /**
   * Moves a snapshot to where new ones go; it can be read all the while.
   * @returns false where it is there already @throws DomainError NOT_FOUND, SNAPSHOT_DAMAGED, SNAPSHOT_UNAVAILABLE
   */
  relocate(id: number): Promise<boolean>;
  /** Removes snapshots outside of Postgres that no model has and that are older. @returns how many */
  removeOrphans(before: Date): Promise<number>;
}

const COLUMNS = `id, created_at AS "createdAt", algorithm, hyper_parameters AS "hyperParameters", alpha, metrics, fingerprint,
  timings, format_version AS "formatVersion", size_bytes::float8 AS "sizeBytes", checksum, note,
  is_active IS TRUE AS "isActive", activated_at AS "activatedAt", activation,
  requested_algorithm AS "requestedAlgorithm", recipe, search, snapshot_place AS "snapshotPlace",
  snapshot_key AS "snapshotKey"`;

const LOCATION = 'snapshot_place AS "snapshotPlace", snapshot_key AS "snapshotKey"';

/** Any number that no other lock of the database uses. */
const LOCK_ACTIVATION = '/* lock activation */ SELECT pg_advisory_xact_lock(4917264)';

/** @param places where snapshots are; default: in Postgres */
export function createModelStore(
  { pool, prisma }: Database,
  places: SnapshotPlaces = { place: 'POSTGRES', chunks: {} },
): ModelStore {
  const snapshots = createSnapshotBytes(pool, places);
  const get = async (id: number): Promise<ModelRow | null> => {
    const row = await prisma.modelVersion.findUnique({ where: { id } });
    return row && toRow(row);
  };
  const getMany = async (ids: readonly number[]): Promise<ModelRow[]> =>
    ids.length === 0 ? [] : (await prisma.modelVersion.findMany({ where: { id: { in: [...ids] } } })).map(toRow);

  /** What cannot be removed now is an orphan, and removed as one later. */
  const discard = (location: Location): Promise<void> => snapshots.remove(location).catch(() => undefined);

  return translateErrors<ModelStore>({
    async create(meta, bytes, run, signal) {
      const goOn = (): void => {
        if (signal?.aborted) throw new DomainError('TRAINING_CANCELLED', 'The training was cancelled.');
      };
      const location = await snapshots.upload(bytes, goOn);
      try {
        return await inTransaction(pool, async (client) => {
          const row = await insertModel(client, meta, bytes, location);
          if (location.snapshotPlace === 'POSTGRES') await snapshots.insert(client, row.id, bytes, goOn);
          goOn();
          if (run) await nameInJob(client, row.id, run);
          return row;
        });
      } catch (error) {
        await discard(location);
        throw error;
      }
    },

    async readSnapshot(id) {
      const model = await get(id);
      if (!model) throw notFound(id);
      try {
        return await snapshots.read(model);
      } catch (error) {
        // It may have been moved while it was read.
        const now = await get(id);
        if (!now || now.snapshotPlace === model.snapshotPlace) throw error;
        return snapshots.read(now);
      }
    },

    get,
    getMany,

    async active() {
      // Not by Prisma: several of its unique look-ups at once become one by IN, which it refuses for a boolean.
      const { rows } = await pool.query<ModelRow>(
        `/* active model */ SELECT ${COLUMNS} FROM model_versions WHERE is_active`,
      );
      return rows[0] ?? null;
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

    activate: (id) => inTransaction(pool, (client) => activate(client, id)),

    activateInstead: (id, expected, activation) =>
      inTransaction(pool, async (client) => {
        await client.query(LOCK_ACTIVATION);
        const { rows } = await client.query<{ id: number }>(
          '/* find active */ SELECT id FROM model_versions WHERE is_active',
        );
        if ((rows[0]?.id ?? null) === expected) return activate(client, id);
        const kept = await client.query<ModelRow>(
          `/* keep model */ UPDATE model_versions SET activation = $2 WHERE id = $1 RETURNING ${COLUMNS}`,
          [id, JSON.stringify(activation)],
        );
        if (kept.rows.length === 0) throw notFound(id);
        return kept.rows[0];
      }),

    async remove(id) {
      const { rows } = await pool.query<Location>(
        `/* delete model */ DELETE FROM model_versions WHERE id = $1 AND is_active IS NOT TRUE RETURNING ${LOCATION}`,
        [id],
      );
      for (const location of rows) await discard(location);
      if (rows.length === 1) return true;
      if (!(await get(id))) throw notFound(id);
      return false;
    },

    async removeOld(keep) {
      const { rows } = await pool.query<Location & { id: number }>(
        `/* delete old models */ DELETE FROM model_versions WHERE is_active IS NOT TRUE
           AND id NOT IN (SELECT id FROM model_versions ORDER BY id DESC LIMIT $1) RETURNING id, ${LOCATION}`,
        [keep],
      );
      for (const location of rows) await discard(location);
      return rows.map(({ id }) => id);
    },

    async relocate(id) {
      const model = await get(id);
      if (!model) throw notFound(id);
      if (model.snapshotPlace === snapshots.place) return false;
      const bytes = await snapshots.read(model);
      const location = await snapshots.upload(bytes);
      try {
        await inTransaction(pool, async (client) => {
          const { rowCount } = await client.query(
            `/* relocate snapshot */ UPDATE model_versions SET snapshot_place = $2, snapshot_key = $3
             WHERE id = $1 AND snapshot_place = $4`,
            [id, location.snapshotPlace, location.snapshotKey, model.snapshotPlace],
          );
          if (rowCount !== 1) throw notFound(id);
          await client.query('/* delete snapshot chunks */ DELETE FROM snapshot_chunks WHERE model_version_id = $1', [
            id,
          ]);
          if (location.snapshotPlace === 'POSTGRES') await snapshots.insert(client, id, bytes);
        });
      } catch (error) {
        await discard(location);
        throw error;
      }
      await discard(model);
      return true;
    },

    async removeOrphans(before) {
      const { rows } = await pool.query<{ key: string }>(
        '/* snapshot keys */ SELECT snapshot_key AS key FROM model_versions WHERE snapshot_key IS NOT NULL',
      );
      const known = new Set(rows.map(({ key }) => key));
      return snapshots.removeOrphans((key) => known.has(key), before);
    },
  });
}

async function activate(client: pg.PoolClient, id: number): Promise<ModelRow> {
  // One activation at a time: otherwise two could each find the other's row inactive.
  await client.query(LOCK_ACTIVATION);
  await client.query('/* deactivate model */ UPDATE model_versions SET is_active = NULL WHERE is_active AND id <> $1', [
    id,
  ]);
  const { rows } = await client.query<ModelRow>(
    `/* activate model */ UPDATE model_versions SET is_active = true, activated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
    [id],
  );
  if (rows.length === 0) throw notFound(id);
  await announce(client, CHANNELS.model, String(id));
  return rows[0];
}

async function insertModel(
  client: pg.PoolClient,
  meta: NewModel,
  bytes: Uint8Array,
  location: Location,
): Promise<ModelRow> {
  const json = (value: unknown): string => JSON.stringify(value ?? null);
  const { rows } = await client.query<ModelRow>(
    `/* insert model */ INSERT INTO model_versions
       (algorithm, hyper_parameters, alpha, metrics, fingerprint, timings, format_version, size_bytes, checksum, note,
        activation, requested_algorithm, recipe, search, snapshot_place, snapshot_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING ${COLUMNS}`,
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
      meta.activation === undefined ? null : json(meta.activation),
      meta.requestedAlgorithm ?? null,
      meta.recipe == null ? null : json(meta.recipe),
      meta.search == null ? null : json(meta.search),
      location.snapshotPlace,
      location.snapshotKey,
    ],
  );
  return rows[0];
}

async function nameInJob(client: pg.PoolClient, id: number, run: TrainingRun): Promise<void> {
  const { rowCount } = await client.query(
    `/* name model in job */ UPDATE training_jobs SET model_version_id = $1
     WHERE id = $2 AND status = 'RUNNING' AND attempts = $3`,
    [id, run.id, run.attempt],
  );
  if (rowCount === 0)
    throw new DomainError('TRAINING_CANCELLED', 'The training was given to another worker.', { jobId: run.id });
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
