import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { counted } from './format.js';
import { withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

/** `migrate`: opening the service applies what is missing, so there is nothing more to do. */
export function addMigrate(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('migrate'))
    .summary('bring the database to this version')
    .description(
      'Apply the migrations that the database does not have yet. Every other verb does so too before it starts.',
    )
    .addHelpText(
      'after',
      `
Examples:
  learnrec migrate
  DATABASE_URL=postgresql://user:secret@db/learnrec learnrec migrate --json`,
    )
    .action(async (options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ migrations: applied = [] }) => {
            output.report({ applied }, () =>
              applied.length === 0
                ? 'The database is up to date.'
                : `${counted(applied.length, 'migration')} applied: ${applied.join(', ')}.`,
            );
          }),
        ),
      ),
    );
}
