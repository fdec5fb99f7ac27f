import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DomainError } from '../errors.js';
import { encodeHeader, TRAILER } from './binary-copy.js';
import { COPY_COLUMNS, writeMicroseconds } from './engagement-copy.js';
import type { EngagementWrite } from './engagement.store.js';

/** A temporary table that rows are copied into before one statement takes them over: no statement carries them as parameters. */
export const STAGE = 'engagement_stage';
/** The place in the input parts equal rows: the first one counts. */
const STAGE_COLUMNS =
  'place, user_pk, content_pk, "timestamp", duration_seconds, liked, engagement_type, idempotency_key';
/**
 * Takes what is staged over, passing over what is there. In the order of the largest index, so that its pages are met one after
 * the other; of equal rows the first one comes first.
 */
export const INSERT_STAGED = `/* insert staged engagements */
    INSERT INTO engagements (${COPY_COLUMNS}, idempotency_key)
    SELECT ${COPY_COLUMNS}, idempotency_key FROM ${STAGE}
    ORDER BY user_pk, "timestamp", content_pk, engagement_type, place
    ON CONFLICT DO NOTHING`;

const FIELDS = 8;
/** Count, eight lengths, 4 + 4 + 4 + 8 + 4 + 1 bytes, and 64 for a type; the key comes on top. */
const FIXED_BYTES = 2 + FIELDS * 4 + 25 + 64;
const PIECE = 256 * 1024;

/** Makes a stage of this transaction; it is gone when that ends. At most one stage per transaction. */
export async function createStage(client: pg.ClientBase): Promise<void> {
  await client.query(
    `/* stage of engagements */
     CREATE TEMP TABLE ${STAGE} (place int, user_pk int, content_pk int, "timestamp" timestamptz(3),
       duration_seconds int, liked boolean, engagement_type engagement_type, idempotency_key varchar(191) COLLATE "C")
     ON COMMIT DROP`,
  );
}

/** Makes a stage and copies rows into it. */
export async function stageEngagements(client: pg.ClientBase, rows: readonly EngagementWrite[]): Promise<void> {
  await createStage(client);
  await addToStage(client, rows, 0);
}

/** @param firstPlace place of the first row among all that are staged */
export async function addToStage(
  client: pg.ClientBase,
  rows: readonly EngagementWrite[],
  firstPlace: number,
): Promise<void> {
  const sink = client.query(
    copyFrom(`/* stage engagements */ COPY ${STAGE} (${STAGE_COLUMNS}) FROM STDIN (FORMAT binary)`),
  );
  await pipeline(encodeRows(rows, firstPlace), sink);
}

function* encodeRows(rows: readonly EngagementWrite[], firstPlace: number): Generator<Buffer> {
  yield encodeHeader();
  let piece = Buffer.allocUnsafe(PIECE);
  let view = new DataView(piece.buffer, piece.byteOffset, PIECE);
  let at = 0;
  const integer = (value: number | null): void => {
    view.setInt32(at, value === null ? -1 : 4);
    at += 4;
    if (value === null) return;
    if ((value | 0) !== value)
      throw new DomainError('BAD_USER_INPUT', `A number is outside the range of its column: ${value}.`);
    view.setInt32(at, value);
    at += 4;
  };
  const text = (value: string | null, bytes: number): void => {
    view.setInt32(at, value === null ? -1 : bytes);
    at += 4;
    if (value !== null) at += piece.write(value, at, bytes, 'utf8');
  };
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place];
    const keyBytes = row.idempotencyKey === null ? 0 : Buffer.byteLength(row.idempotencyKey);
    if (at + FIXED_BYTES + keyBytes > PIECE) {
      yield piece.subarray(0, at);
      piece = Buffer.allocUnsafe(PIECE);
      view = new DataView(piece.buffer, piece.byteOffset, PIECE);
      at = 0;
    }
    view.setInt16(at, FIELDS);
    at += 2;
    integer(firstPlace + place);
    integer(row.userPk);
    integer(row.contentPk);
    view.setInt32(at, 8);
    writeMicroseconds(view, at + 4, row.timestamp.getTime());
    at += 12;
    integer(row.durationSeconds);
    view.setInt32(at, row.liked === null ? -1 : 1);
    at += 4;
    if (row.liked !== null) view.setUint8(at++, row.liked ? 1 : 0);
    text(row.engagementType, row.engagementType.length);
    text(row.idempotencyKey, keyBytes);
  }
  yield piece.subarray(0, at);
  yield TRAILER;
}
