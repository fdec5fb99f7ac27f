import { Command, CommanderError } from 'commander';
import type { CliContext } from './context.js';
import { addEvaluate } from './evaluate.js';
import { EXIT } from './exit-codes.js';
import { addExport } from './export.js';
import { addImport } from './import.js';
import { addKey } from './key.js';
import { addJobs } from './jobs.js';
import { addMigrate } from './migrate.js';
import { addModels } from './models.js';
import { addRecommend } from './recommend.js';
import { addSeed } from './seed.js';
import { addSimilar } from './similar.js';
import { addServe } from './serve.js';
import { addTrain } from './train.js';
import { addSnapshots } from './snapshots.js';
import { packageVersion } from '../version.js';
import { addWorker } from './worker.js';

const VERBS = [
  addServe,
  addWorker,
  addMigrate,
  addSeed,
  addImport,
  addExport,
  addTrain,
  addEvaluate,
  addRecommend,
  addSimilar,
  addModels,
  addJobs,
  addKey,
  addSnapshots,
];

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code; see exit-codes.ts
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let code: number = EXIT.OK;
  const program = new Command('learnrec')
    .description(
      'Recommendations for learning platforms. The database is DATABASE_URL, or an embedded Postgres where that is not set.',
    )
    .version(packageVersion())
    .showHelpAfterError('(--help shows the options)')
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  for (const add of VERBS) add(program, context, (ended) => (code = ended));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what was wrong; asking for help is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
    throw error;
  }
}
