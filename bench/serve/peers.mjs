import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CACHE } from '../reference-data.mjs';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const FOLDER = join(CACHE, 'serve-peers');
/** Pinned, so that runs of different days compare. */
const PINS = { autocannon: '8.0.0', fastify: '5.6.1', mercurius: '16.4.0', graphql: '16.15.0' };

/** Installs the load generator and the peers into a folder of their own, once. */
export function installPeers() {
  const pins = Object.entries(PINS).map(([name, version]) => `${name}@${version}`);
  const stamp = join(FOLDER, `${pins.join('_')}.installed`);
  if (existsSync(stamp)) return shareGraphql();
  console.error(`Installing ${pins.join(', ')} ...`);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }');
  const install = ['install', '--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', ...pins];
  const { status } = spawnSync('npm', install, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('The peers cannot be installed.');
  shareGraphql();
  writeFileSync(stamp, '');
}

/** A schema works with the very graphql module that made it: that of this checkout. */
function shareGraphql() {
  const graphql = join(FOLDER, 'node_modules/graphql');
  rmSync(graphql, { recursive: true, force: true });
  symlinkSync(join(ROOT, 'node_modules/graphql'), graphql);
}

const require = createRequire(join(FOLDER, 'index.js'));

/** A module of that folder. */
export function peer(name) {
  return import(pathToFileURL(require.resolve(name)).href);
}
