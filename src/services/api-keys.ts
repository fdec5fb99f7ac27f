import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { ApiKeyRow, ApiKeyStore } from '../store/api-key.store.js';
import { LIMITS } from './validate.js';

export type ApiKeyRole = ApiKeyRow['role'];

/** An API key as it may be shown. */
export type ApiKey = Omit<ApiKeyRow, 'hash'>;

export interface ApiKeys {
  /**
   * Makes a key. Its text is told this once: only a hash of it is kept.
   * @throws DomainError BAD_USER_INPUT
   */
  create(request: {
    /** What it is for, 1-191 characters. */
    readonly name: string;
    readonly role: ApiKeyRole;
    /** Null: never. */
    readonly expiresAt: Date | null;
  }): Promise<{ readonly key: ApiKey; readonly text: string }>;
  /** Newest first, revoked and expired ones too. */
  list(): Promise<readonly ApiKey[]>;
  /** For good. @throws DomainError NOT_FOUND */
  revoke(id: string): Promise<ApiKey>;
  /** The key that a text is; null when it is none, or expired or revoked. @throws DomainError DATABASE_UNAVAILABLE */
  verify(text: string): Promise<ApiKey | null>;
  /** Looks a key up anew at its next use. `*` for all of them. */
  forget(id: string): void;
}

/** `lrk_`, the public part, the 256 secret bits. */
const FORM = /^lrk_([0-9a-f]{12})_[\w-]{43}$/;
/** How long a key may be used that was revoked while nothing could be heard from Postgres. */
const REMEMBERED_MS = 5_000;
const REMEMBERED_KEYS = 10_000;
const NO_HASH = Buffer.alloc(32);

/** Whether a text has the form of an API key. */
export function looksLikeApiKey(text: string): boolean {
  return FORM.test(text);
}

/**
 * API keys. A key holds 256 random bits, so that a plain SHA-256 protects what is stored as well as a slow hash would: there is
 * nothing to guess. What was read is remembered for seconds, and forgotten at once when another process announces a change.
 */
export function createApiKeys(deps: {
  readonly keys: ApiKeyStore;
  readonly now: () => Date;
  readonly logger: Logger;
}): ApiKeys {
  const { keys, now, logger } = deps;
  const remembered = new LRUCache<string, Promise<ApiKeyRow | null>>({ max: REMEMBERED_KEYS, ttl: REMEMBERED_MS });
  const touched = new LRUCache<string, true>({ max: REMEMBERED_KEYS, ttl: 60_000 });

  const find = (id: string): Promise<ApiKeyRow | null> => {
    const known = remembered.get(id);
    if (known) return known;
    const asked = keys.find(id);
    remembered.set(id, asked);
    // A failure is not remembered.
    asked.catch(() => remembered.peek(id) === asked && remembered.delete(id));
    return asked;
  };

  const noteUse = (id: string): void => {
    if (touched.has(id)) return;
    touched.set(id, true);
    keys.touch(id).catch((err: unknown) => logger.warn({ err, key: id }, 'the use of an API key could not be noted'));
  };

  return {
    create: async ({ name, role, expiresAt }) => {
      checkName(name);
      if (expiresAt && expiresAt.getTime() <= now().getTime())
        throw new DomainError('BAD_USER_INPUT', 'expires must lie in the future.', { argument: 'expires' });
      const id = randomBytes(6).toString('hex');
      const text = `lrk_${id}_${randomBytes(32).toString('base64url')}`;
      return { key: shown(await keys.insert({ id, name, role, hash: sha256(text), expiresAt })), text };
    },

    list: async () => (await keys.list()).map(shown),

    revoke: async (id) => {
      // People paste what they see: the public part alone, or as it stands at the start of the key.
      const row = await keys.revoke(id.replace(/^lrk_/, '').slice(0, 12));
      if (!row) throw new DomainError('NOT_FOUND', 'No API key has this id: `learnrec key list` shows them.');
      remembered.delete(row.id);
      return shown(row);
    },

    verify: async (text) => {
      const id = FORM.exec(text)?.[1];
      if (id === undefined) return null;
      const row = await find(id);
      // The same work for a key that is not there.
      const same = timingSafeEqual(sha256(text), row?.hash.length === NO_HASH.length ? row.hash : NO_HASH);
      if (!row || !same || row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= now().getTime())) return null;
      noteUse(row.id);
      return shown(row);
    },

    forget: (id) => void (id === '*' ? remembered.clear() : remembered.delete(id)),
  };
}

function checkName(name: string): void {
  const fault =
    name.trim() === ''
      ? 'must not be empty'
      : name.length > LIMITS.id
        ? `must have at most ${LIMITS.id} characters`
        : name.includes('\0') || !name.isWellFormed()
          ? 'must be text that Postgres stores'
          : null;
  if (fault) throw new DomainError('BAD_USER_INPUT', `name ${fault}.`, { argument: 'name' });
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function shown({ hash: _, ...key }: ApiKeyRow): ApiKey {
  return key;
}
