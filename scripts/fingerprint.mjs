import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder, as paths relative to `root` with forward slashes, sorted. Folders named in `skipped` are left out. */
function filesBelow(root, folder, skipped) {
  const found = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skipped.includes(path)) found.push(...filesBelow(root, path, skipped));
    } else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

/**
 * SHA-256 over the names and the contents of files. Contents, not modification times: a checkout, a copy and a container
 * layer all change times without changing anything.
 */
function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** What the generated Prisma client depends on. */
export function schemaFingerprint(root) {
  return fingerprint(root, ['package-lock.json', 'prisma.config.ts', 'prisma/schema.prisma', 'scripts/build.mjs']);
}

/** What everything in dist/ depends on. */
export function sourceFingerprint(root) {
  const sources = [...filesBelow(root, 'src', ['src/generated']), ...filesBelow(root, 'seed', [])];
  return fingerprint(root, ['tsconfig.json', 'scripts/build-kernels.mjs', ...sources]) + schemaFingerprint(root);
}

/** What the types of the Studio's operations depend on. */
export function operationsFingerprint(root) {
  return fingerprint(root, [
    'package-lock.json',
    'schema.graphql',
    'scripts/studio.mjs',
    ...filesBelow(root, 'studio/operations', []),
  ]);
}

/** What the Studio's page depends on. */
export function studioFingerprint(root) {
  return fingerprint(root, filesBelow(root, 'studio', ['studio/src/generated'])) + operationsFingerprint(root);
}
