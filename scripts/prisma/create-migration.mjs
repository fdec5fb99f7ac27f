/**
 * `node scripts/prisma/create-migration.mjs <what_it_does>`: writes the migration that leads from the present migrations to
 * prisma/schema.prisma, as `prisma migrate dev --create-only` does. Read it before you commit it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMissingMigration } from './missing-migration.mjs';
import { MIGRATIONS } from './schema-engine.mjs';

const name = process.argv[2];
if (!/^[a-z0-9_]+$/.test(name ?? '')) {
  console.error('Give the migration a name of small letters, digits and _, for example: add_user_country');
  process.exit(2);
}
const sql = await findMissingMigration();
if (sql === '') console.log('Nothing to write: prisma/schema.prisma and prisma/migrations say the same.');
else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS, `${stamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), `${sql}\n`);
  console.log(`Wrote ${join(folder, 'migration.sql')}.`);
}
