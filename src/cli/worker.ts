import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { reportError } from './report-error.js';

interface WorkerVerbOptions {
  readonly embedded?: boolean;
  readonly verbose?: boolean;
}

/** `worker`: it handles signals by itself, since a training under way has to go back to the queue. */
export function addWorker(program: Command, context: CliContext, finish: (code: number) => void): void {
  program
    .command('worker')
    .summary('run trainings apart from serving')
    .description(
      'Take trainings from the queue, one at a time, until it is stopped; a training under way then goes back to the queue. ' +
        'Serve with WORKER=apart (or serve --no-worker), so that training never slows serving. The database is ' +
        'DATABASE_URL, or the embedded one with --embedded.',
    )
    .option('--embedded', 'use the embedded Postgres where DATABASE_URL is not set')
    .option('--verbose', 'show where an error came from')
    .addHelpText(
      'after',
      `
Examples:
  DATABASE_URL=postgresql://user:secret@db/learnrec learnrec worker
  learnrec worker --embedded`,
    )
    .action(async (options: WorkerVerbOptions) => {
      try {
        await context.work({ embedded: options.embedded ?? false });
        finish(EXIT.OK);
      } catch (error) {
        reportError(context, error, options);
        finish(EXIT.FAILED);
      }
    });
}
