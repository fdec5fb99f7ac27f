import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf, CACHE } from './reference-data.mjs';

const folders = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Hands arrays to a peer as raw files: the very numbers that our side computes with. @returns the folder */
export function writeArrays(name, arrays) {
  const folder = join(CACHE, `exchange-${process.pid}-${name}`);
  mkdirSync(folder, { recursive: true });
  for (const [key, array] of Object.entries(arrays)) writeFileSync(join(folder, key), bytesOf(array));
  folders.push(folder);
  return folder;
}

/** Interactions as a peer reads them: rows by learner. */
export function writeInteractions(name, data) {
  const { rowPtr, item, rating, strength } = data;
  return writeArrays(name, { rowPtr, item, rating, strength, shape: Int32Array.of(data.users, data.items) });
}
