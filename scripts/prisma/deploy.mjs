/**
 * `DATABASE_URL=... node scripts/prisma/deploy.mjs`: what `prisma migrate deploy` and `prisma migrate status` do, without
 * their binary. Prints one line of JSON: what was applied now, and what the engine finds odd in the history afterwards.
 */
import { openSchemaEngine } from './schema-engine.mjs';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('Set DATABASE_URL to the address of the database.');
  process.exit(2);
}
const engine = await openSchemaEngine(url);
const applied = await engine.deploy();
const { editedMigrationNames: edited, failedMigrationNames: failed, history } = await engine.status();
console.log(JSON.stringify({ applied, edited, failed, history }));
await engine.close();
// The engine leaves a timer behind.
process.exit(0);
