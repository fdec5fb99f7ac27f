import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import type { ApiKey } from '../../../src/services/api-keys.js';
import { fakeContext } from './fake-context.js';

const key = (over: Partial<ApiKey> = {}): ApiKey => ({
  id: '0123456789ab',
  name: 'home page',
  role: 'READER',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  ...over,
});

describe('key create', () => {
  const run = async (...args: string[]) => {
    const asked: { name: string; role: string; expiresAt: Date | null }[] = [];
    const keys = {
      create: async (request: (typeof asked)[0]) => {
        asked.push(request);
        return { key: key(), text: 'lrk_0123456789ab_secret' };
      },
    };
    const fake = fakeContext({ keys });
    const code = await runCli(['key', 'create', ...args], fake.context);
    return { code, asked, fake };
  };

  it('prints the key alone on standard output, so that it can be kept by a script', async () => {
    const { code, asked, fake } = await run('--name', 'home page');
    expect([code, fake.stdout()]).toEqual([0, 'lrk_0123456789ab_secret\n']);
    expect(asked).toEqual([{ name: 'home page', role: 'READER', expiresAt: null }]);
    expect(fake.stderr()).toContain('cannot be shown again');
    expect(fake.calls.opened).toEqual([{ serving: false }]);
  });

  it('prints everything as JSON', async () => {
    const { fake } = await run('--name', 'x', '--role', 'ADMIN', '--json');
    expect(JSON.parse(fake.stdout())).toMatchObject({ id: '0123456789ab', key: 'lrk_0123456789ab_secret' });
    expect(fake.stderr()).toBe('');
  });

  it.each([
    ['12h', 12 * 3_600_000],
    ['90d', 90 * 86_400_000],
    ['4w', 28 * 86_400_000],
    ['1y', 365 * 86_400_000],
  ])('takes the span %s', async (text, ms) => {
    const before = Date.now();
    const { asked } = await run('--name', 'x', '--expires', text);
    const left = asked[0]!.expiresAt!.getTime() - before - ms;
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThan(60_000);
  });

  it('takes a time', async () => {
    const { asked } = await run('--name', 'x', '--expires', '2030-01-01T00:00:00Z');
    expect(asked[0]!.expiresAt).toEqual(new Date('2030-01-01T00:00:00Z'));
  });

  it.each([[], ['--name', 'x', '--role', 'ROOT'], ['--name', 'x', '--expires', 'soon']])(
    'refuses %j',
    async (...args) => {
      const { code, asked } = await run(...(args as string[]));
      expect([code, asked]).toEqual([2, []]);
    },
  );
});

describe('key list and key revoke', () => {
  it('show the state of every key', async () => {
    const all = [
      key(),
      key({ id: 'aaaaaaaaaaaa', revokedAt: new Date('2026-02-03T00:00:00Z'), name: 'a\u001b[31m' }),
      key({ id: 'bbbbbbbbbbbb', expiresAt: new Date('2020-01-01T00:00:00Z'), role: 'ADMIN' }),
      key({
        id: 'cccccccccccc',
        expiresAt: new Date('2999-01-01T00:00:00Z'),
        lastUsedAt: new Date('2026-01-02T03:04:05Z'),
      }),
    ];
    const fake = fakeContext({ keys: { list: async () => all } });
    expect(await runCli(['key', 'list'], fake.context)).toBe(0);
    const lines = fake.stdout().split('\n');
    expect(lines.find((line) => line.includes('lrk_0123456789ab'))).toMatch(
      /home page.*READER.*2026-01-02.*never.*valid/,
    );
    expect(lines.find((line) => line.includes('aaaaaaaaaaaa'))).toMatch(/revoked 2026-02-03/);
    expect(lines.find((line) => line.includes('bbbbbbbbbbbb'))).toMatch(/ADMIN.*expired/);
    expect(lines.find((line) => line.includes('cccccccccccc'))).toMatch(/2999-01-01.*2026-01-02 03:04.*valid/);
    expect(fake.stdout()).not.toContain('\u001b');
  });

  it('say that there are none', async () => {
    const fake = fakeContext({ keys: { list: async () => [] } });
    await runCli(['key', 'list'], fake.context);
    expect(fake.stdout()).toContain('no keys');
  });

  it('revoke by the public part', async () => {
    const asked: string[] = [];
    const revoke = async (id: string) => (asked.push(id), key({ revokedAt: new Date() }));
    const fake = fakeContext({ keys: { revoke } });
    expect(await runCli(['key', 'revoke', '0123456789ab'], fake.context)).toBe(0);
    expect([asked, fake.stdout()]).toEqual([['0123456789ab'], 'Key 0123456789ab ("home page") is revoked.\n']);
  });
});
