/**
 * `npm run drift`: whether prisma/schema.prisma says what the migrations do. Prints the SQL that is missing, and exits with
 * 1, when it does not.
 */
import { findMissingMigration } from './missing-migration.mjs';

const missing = await findMissingMigration();
if (missing === '') console.log('prisma/schema.prisma and prisma/migrations say the same.');
else {
  console.error(
    `prisma/schema.prisma and prisma/migrations differ. This would lead from the migrations to the schema:\n\n${missing}\n\n` +
      'Write it with: node scripts/prisma/create-migration.mjs <what_it_does>',
  );
}
process.exitCode = missing === '' ? 0 : 1;
