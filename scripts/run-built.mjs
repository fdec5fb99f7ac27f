import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildOrExit } from './build.mjs';
import { endWithParent } from './end-with-parent.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Sets the variables of a `.env` file in the project's folder; those already in the environment win. The data folder, unless
 * the environment names one, lies in the project whatever folder the command is called from.
 */
function readEnvironmentFile() {
  const given = process.env.LEARNREC_DATA_DIR;
  const file = join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  if (!given) process.env.LEARNREC_DATA_DIR = resolve(ROOT, process.env.LEARNREC_DATA_DIR || '.learnrec');
}

/**
 * Builds what is out of date, then becomes the program `dist/<path>`: in this very process, so that signals, standard
 * input and the exit code are the program's own.
 */
export async function runBuilt(path) {
  endWithParent();
  await buildOrExit();
  readEnvironmentFile();
  process.setSourceMapsEnabled(true);
  const program = join(ROOT, 'dist', path);
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
}
