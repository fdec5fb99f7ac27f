import { statfsSync } from 'node:fs';

/** Settings of the server, by name; on a laptop beside other work, for one service. */
export type ServerSettings = Readonly<Record<string, string>>;

const BASE: ServerSettings = {
  // This machine only, with the password of the data folder. Socket files would add a path-length limit.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  // A confirmed engagement survives a power cut.
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Disks without moving parts are the rule, and short statements gain nothing from compilation.
  random_page_cost: '1.1',
  jit: 'off',
  max_wal_size: '1GB',
  log_checkpoints: 'off',
};

/** Containers often get 64 MB of /dev/shm; parallel queries need more. */
const ENOUGH_SHARED_MEMORY = 256 * 1024 * 1024;

export function serverSettings(overrides: ServerSettings = {}): ServerSettings {
  return { ...BASE, ...(sharedMemoryIsSmall() && { dynamic_shared_memory_type: 'mmap' }), ...overrides };
}

function sharedMemoryIsSmall(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize < ENOUGH_SHARED_MEMORY;
  } catch {
    return true;
  }
}
