import type pg from 'pg';

/** What the stores announce by NOTIFY, so that other processes follow. */
export const CHANNELS = {
  /** Content rows changed. Payload: JSON array of surrogate keys, or `*` for too many to name. */
  content: 'learnrec_content',
  /** Engagements or feedback came or went, or learners were edited. Payload: JSON array of the learners' surrogate keys, or `*`. */
  engagements: 'learnrec_engagements',
  /** Another model is active. Payload: its id. */
  model: 'learnrec_model',
  /** A training job was asked for, goes on or has ended. Payload: its id. */
  jobs: 'learnrec_jobs',
  /** An API key is new or revoked. Payload: its id. */
  keys: 'learnrec_keys',
} as const;

/** Postgres takes payloads below 8000 bytes. */
const LONGEST_PAYLOAD = 7900;

/** The payload that names these keys, each once, or `*` when it would be too long. */
export function keysPayload(keys: Iterable<number>): string {
  const text = JSON.stringify([...new Set(keys)]);
  return text.length > LONGEST_PAYLOAD ? '*' : text;
}

/** What `keysPayload` made. */
export function keysOfPayload(payload: string): readonly number[] | '*' {
  return payload === '*' || payload === '"*"' ? '*' : (JSON.parse(payload) as number[]);
}

/** Announces within the transaction of `client`: delivered when it commits. */
export async function announce(client: pg.ClientBase, channel: string, payload: string): Promise<void> {
  await client.query({ name: 'announce', text: '/* announce */ SELECT pg_notify($1, $2)', values: [channel, payload] });
}
