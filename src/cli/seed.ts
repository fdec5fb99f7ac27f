import type { Command } from 'commander';
import type { CliContext } from './context.js';
import { count, seconds } from './format.js';
import { integer, seed as parseSeed, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface SeedVerbOptions extends OutputOptions {
  readonly users?: number;
  readonly contents?: number;
  readonly engagements?: number;
  readonly seed?: number;
  readonly force?: boolean;
}

/** Rows that a 32-bit key and memory have room for. */
const MOST_ROWS = 50_000_000;

/** `seed`: demo data whose preferences can be learnt. */
export function addSeed(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('seed'))
    .summary('fill the database with demo data')
    .description(
      'Fill an empty database with made-up learners, content and engagements; the same seed gives the same data.',
    )
    .option('--users <number>', 'learners, with the ids 1 to N (default: 5000)', integer(0, MOST_ROWS))
    .option('--contents <number>', 'pieces of content, with the ids 1 to N (default: 1000)', integer(0, MOST_ROWS))
    .option('--engagements <number>', 'engagements, over the year 2025 (default: 100000)', integer(0, MOST_ROWS))
    .option('--seed <number>', 'where chance starts (default: 42)', parseSeed)
    .option('--force', 'add to a database that is not empty; learners and content with the same ids are overwritten')
    .addHelpText(
      'after',
      `
Examples:
  learnrec seed
  learnrec seed --users 500 --contents 200 --engagements 10000 --seed 7`,
    )
    .action(async (options: SeedVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(async ({ database }) => {
            const { seedDatabase } = await import('../../seed/main.js');
            const started = performance.now();
            const bar = output.progress('Demo data');
            const stored = await seedDatabase(database, {
              size: { users: options.users, contents: options.contents, engagements: options.engagements },
              seed: options.seed,
              force: options.force,
              signal,
              onProgress: (fraction, detail) => bar.update(fraction, detail),
            });
            const report = { ...stored, seconds: (performance.now() - started) / 1000 };
            output.report(
              report,
              () =>
                `Stored ${count(report.users)} learners, ${count(report.contents)} contents and ` +
                `${count(report.engagements)} engagements (seed ${report.seed}) in ${seconds(report.seconds)}.`,
            );
          }),
        ),
      ),
    );
}
