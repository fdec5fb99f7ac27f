/**
 * `npm test`: builds (worker threads and the end-to-end tests run compiled files), runs jest with the arguments given and
 * ends with one line for machines: `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOrExit } from './build.mjs';
import { endWithParent } from './end-with-parent.mjs';
import { findBrowser } from './find-browser.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

endWithParent();
await buildOrExit();

let counts = { passed: 0, failed: 0, skipped: 0 };
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
jest.on('message', (message) => (counts = message));
const code = await new Promise((resolve) => jest.on('close', (exit) => resolve(exit ?? 1)));

// Jest fails for reasons beyond single tests too: none found, or a broken global set-up.
if (code !== 0 && counts.failed === 0) counts.failed = 1;
if (counts.skipped > 0 && !findBrowser())
  process.stdout.write(
    'Not run: the tests of the Studio in a browser. No Chromium is on the PATH; CHROMIUM_PATH can name one.\n',
  );
if (!process.env.TEST_SPARK_SUBMIT)
  process.stdout.write('Not run: the tests with a real Spark. TEST_SPARK_SUBMIT is not set (docs/spark.md).\n');
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`, () => process.exit(code));
