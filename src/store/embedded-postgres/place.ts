import { createHash } from 'node:crypto';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DomainError } from '../../errors.js';
import { canEnter, type Account } from './account.js';

/** Where root puts a database whose data folder the account cannot enter. Never cleaned by age, unlike /var/tmp. */
const SYSTEM_FOLDER = '/var/lib/learnrec';

/** The data folder's real path; made when it is not there. */
export async function prepareDataDir(dataDir: string): Promise<string> {
  const root = process.getuid?.() === 0;
  const made = await mkdir(dataDir, { recursive: true, mode: root ? 0o755 : 0o700 });
  // The umask may have taken what the account needs to pass through the folders that were made now.
  if (made !== undefined && root)
    for (let folder = resolve(dataDir); folder.startsWith(made); folder = dirname(folder)) await chmod(folder, 0o755);
  return realpath(dataDir);
}

/**
 * The folder that the cluster lies in: the data folder where the account can enter it, else a folder of the system named
 * after the data folder.
 * @param saved what an earlier start settled on outside the data folder, or null
 */
export async function choosePlace(dataDir: string, account: Account | null, saved: string | null): Promise<string> {
  if (saved !== null) return saved;
  if (await canEnter(account, dataDir)) return dataDir;
  if (await exists(clusterIn(dataDir)))
    throw new DomainError(
      'CONFIGURATION',
      `The account ${account?.name} that Postgres runs as cannot enter ${dataDir}: let it pass through that folder and all above it, ` +
        'or move the data folder (LEARNREC_DATA_DIR).',
    );
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const place = join(SYSTEM_FOLDER, hash);
  await mkdir(place, { recursive: true });
  for (const folder of [SYSTEM_FOLDER, place]) await chmod(folder, 0o755);
  if (await canEnter(account, place)) return place;
  throw new DomainError(
    'CONFIGURATION',
    `The account ${account?.name} that Postgres runs as can enter neither ${dataDir} nor ${place}. ` +
      'Move the data folder (LEARNREC_DATA_DIR), or set DATABASE_URL to a Postgres server.',
  );
}

export const clusterIn = (place: string): string => join(place, 'postgres');

/**
 * An existing cluster keeps its owner, whoever starts it.
 * @param account what a new cluster would get; null when this process is not root
 * @throws DomainError CONFIGURATION when this process may not use it
 */
export async function accountOfCluster(cluster: string, account: Account | null): Promise<Account | null> {
  const owner = await stat(cluster).catch(() => null);
  if (!owner || process.platform === 'win32') return account;
  if (account?.uid === owner.uid) return account;
  if (account && owner.uid !== 0) return { name: `number ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  if (!account && owner.uid === process.getuid?.()) return null;
  throw new DomainError(
    'CONFIGURATION',
    `${cluster} belongs to another account (number ${owner.uid}): start the service as that user, or choose another data folder (LEARNREC_DATA_DIR).`,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
