import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { integer } from './options.js';
import { reportError } from './report-error.js';

interface ServeVerbOptions {
  readonly port?: number;
  readonly host?: string;
  readonly embedded?: boolean;
  readonly worker?: boolean;
  readonly verbose?: boolean;
}

/** `serve`: it handles signals by itself, since it has to let open requests end. */
export function addServe(program: Command, context: CliContext, finish: (code: number) => void): void {
  program
    .command('serve')
    .summary('serve the GraphQL API')
    .description(
      'Serve the GraphQL API until it is stopped. The database is DATABASE_URL, or the embedded one with --embedded.',
    )
    .option('-p, --port <number>', 'port to listen on (default: PORT, else 4000)', integer(0, 65_535))
    .option('--host <address>', 'address to listen on (default: HOST, else 127.0.0.1)')
    .option('--embedded', 'start the embedded Postgres where DATABASE_URL is not set')
    .option('--no-worker', 'take no trainings from the queue: `learnrec worker` does (default: as WORKER says)')
    .option('--verbose', 'show where an error came from')
    .addHelpText(
      'after',
      `
Examples:
  DATABASE_URL=postgresql://user:secret@db/learnrec learnrec serve --host 0.0.0.0
  learnrec serve --embedded --port 8080`,
    )
    .action(async (options: ServeVerbOptions) => {
      try {
        await context.serve({
          port: options.port,
          host: options.host,
          embedded: options.embedded ?? false,
          // Commander sets it to true where the option is not given.
          ...(options.worker === false && { worker: false }),
        });
        finish(EXIT.OK);
      } catch (error) {
        reportError(context, error, options);
        finish(EXIT.FAILED);
      }
    });
}
