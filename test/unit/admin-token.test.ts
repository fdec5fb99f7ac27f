import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminToken } from '../../src/admin-token.js';
import type { Config } from '../../src/config.js';

describe('the admin token', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'learnrec-token-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const config = (parts: Partial<Config>): Config => ({ dataDir: join(folder, 'data'), ...parts }) as Config;

  it('is the one of the configuration, and is not written down then', async () => {
    expect(await adminToken(config({ adminToken: 'a secret of the owner' }))).toBe('a secret of the owner');
    await expect(stat(join(folder, 'data'))).rejects.toThrow('ENOENT');
  });

  it('is made up at the first start, kept for the next, and read by its owner alone', async () => {
    const token = await adminToken(config({}));
    expect(token).toMatch(/^[0-9a-f]{32,}$/);
    expect(await adminToken(config({}))).toBe(token);
    const file = join(folder, 'data', 'admin-token');
    expect(await readFile(file, 'utf8')).toBe(`${token}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
