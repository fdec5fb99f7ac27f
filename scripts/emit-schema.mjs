/**
 * Emits schema.graphql from the compiled schema. Build first.
 *
 *     node scripts/emit-schema.mjs           write the file
 *     node scripts/emit-schema.mjs --check   exit 1 when the file is stale, showing the difference
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FILE = join(ROOT, 'schema.graphql');
const COMPILED = join(ROOT, 'dist/src/graphql/schema.js');

if (!existsSync(COMPILED)) {
  console.error('There is no compiled schema: run `npm run build` first.');
  process.exit(1);
}
const { buildSchema, printSorted } = await import(COMPILED);
const fresh = printSorted(await buildSchema());
const stored = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

if (stored === fresh) {
  console.log('schema.graphql is up to date.');
} else if (process.argv.includes('--check')) {
  console.error('schema.graphql is stale: run `npm run schema:emit` and commit it.\n');
  const diff = spawnSync('git', ['diff', '--no-index', '--no-color', '--', 'schema.graphql', '-'], {
    cwd: ROOT,
    input: fresh,
    encoding: 'utf8',
  });
  console.error(diff.error ? `(No difference to show: ${diff.error.message})` : diff.stdout || diff.stderr);
  process.exitCode = 1;
} else {
  writeFileSync(FILE, fresh);
  console.log('schema.graphql written.');
}
