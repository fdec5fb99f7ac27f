import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newToken, type Config } from './config.js';

/** The admin token: from the environment, else one made at the first start and kept in the data folder, readable by its owner. */
export async function adminToken(config: Config): Promise<string> {
  if (config.adminToken !== undefined) return config.adminToken;
  const file = join(config.dataDir, 'admin-token');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const token = newToken();
    await mkdir(config.dataDir, { recursive: true });
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
    return token;
  }
}
