import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createApiKeys, looksLikeApiKey, type ApiKeys } from '../../../src/services/api-keys.js';
import type { ApiKeyRow, ApiKeyStore } from '../../../src/store/api-key.store.js';

describe('API keys', () => {
  const rows = new Map<string, ApiKeyRow>();
  let now = new Date('2026-01-01T00:00:00Z');
  let looked: string[] = [];
  let touched: string[] = [];
  let failing = false;
  let keys: ApiKeys;

  const store: ApiKeyStore = {
    insert: async (row) => {
      const stored = { ...row, createdAt: now, revokedAt: null, lastUsedAt: null };
      rows.set(row.id, stored);
      return stored;
    },
    find: async (id) => {
      looked.push(id);
      if (failing) throw new Error('away');
      return rows.get(id) ?? null;
    },
    list: async () => [...rows.values()],
    revoke: async (id) => {
      const row = rows.get(id);
      if (!row) return null;
      rows.set(id, { ...row, revokedAt: now });
      return rows.get(id)!;
    },
    touch: async (id) => void touched.push(id),
  };

  beforeEach(() => {
    rows.clear();
    looked = [];
    touched = [];
    failing = false;
    now = new Date('2026-01-01T00:00:00Z');
    keys = createApiKeys({ keys: store, now: () => now, logger: pino({ level: 'silent' }) });
  });

  const make = (expiresAt: Date | null = null) => keys.create({ name: 'test', role: 'WRITER', expiresAt });

  it('holds 256 random bits behind its public part, and is stored as a hash only', async () => {
    const [one, two] = [await make(), await make()];
    const [, secret] = /^lrk_[0-9a-f]{12}_([\w-]{43})$/.exec(one.text)!;
    expect(Buffer.from(secret!, 'base64url')).toHaveLength(32);
    expect(one.text).not.toBe(two.text);
    const row = rows.get(one.key.id)!;
    expect(Buffer.from(row.hash)).toEqual(createHash('sha256').update(one.text).digest());
    expect(JSON.stringify([row, await keys.list()])).not.toContain(secret);
    expect(await keys.list()).toEqual([one.key, two.key]);
    expect(one.key).not.toHaveProperty('hash');
    expect([looksLikeApiKey(one.text), looksLikeApiKey(one.text.slice(1))]).toEqual([true, false]);
  });

  it('is known by its whole text alone', async () => {
    const { key, text } = await make();
    expect(await keys.verify(text)).toEqual(key);
    const other = (await make()).text;
    const mixed = `lrk_${key.id}_${other.slice(17)}`;
    for (const wrong of [mixed, text.slice(0, -1), `${text}a`, text.toUpperCase(), key.id, '', 'lrk_'])
      expect(await keys.verify(wrong)).toBeNull();
  });

  it('does not ask Postgres about what has not the form of a key, nor twice in a row about one', async () => {
    const { text, key } = await make();
    await keys.verify('x'.repeat(1000));
    await Promise.all([keys.verify(text), keys.verify(text), keys.verify(text)]);
    const unknown = `lrk_${'0'.repeat(12)}_${'a'.repeat(43)}`;
    await keys.verify(unknown);
    await keys.verify(unknown);
    expect(looked).toEqual([key.id, '0'.repeat(12)]);
    expect(touched).toEqual([key.id]);
  });

  it('ends when it expires', async () => {
    const { text } = await make(new Date('2026-01-01T00:00:10Z'));
    now = new Date('2026-01-01T00:00:09.999Z');
    expect(await keys.verify(text)).not.toBeNull();
    now = new Date('2026-01-01T00:00:10Z');
    expect(await keys.verify(text)).toBeNull();
  });

  it('ends at once where it is revoked, and elsewhere when that is heard of', async () => {
    const elsewhere = createApiKeys({ keys: store, now: () => now, logger: pino({ level: 'silent' }) });
    const { text, key } = await make();
    await keys.verify(text);
    await elsewhere.verify(text);
    expect(await keys.revoke(`lrk_${key.id}`)).toMatchObject({ id: key.id, revokedAt: now });
    expect(await keys.verify(text)).toBeNull();
    elsewhere.forget(key.id);
    expect(await elsewhere.verify(text)).toBeNull();
    await expect(keys.revoke('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('remembers no failure', async () => {
    const { text, key } = await make();
    failing = true;
    await expect(keys.verify(text)).rejects.toThrow('away');
    failing = false;
    expect(await keys.verify(text)).toEqual(key);
  });

  it.each([
    [{ name: ' ' }, /name/],
    [{ name: 'x'.repeat(192) }, /name/],
    [{ name: 'a\0b' }, /name/],
    [{ expiresAt: new Date('2025-12-31T00:00:00Z') }, /expires/],
  ])('refuses to be made with %j', async (wrong, message) => {
    const request = { name: 'test', role: 'READER' as const, expiresAt: null, ...wrong };
    await expect(keys.create(request)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });
});
