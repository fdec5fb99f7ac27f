/**
 * `npm run abuse`: the whole abuse suite, 10,000 hostile requests and 1,000 bad connections of either kind against a service process
 * on 127.0.0.1, with its figures on standard error. `npm test` has a small part of it. Takes some minutes, and stops by itself.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../scripts/test.mjs', import.meta.url));
const environment = { ...process.env, ABUSE_REQUESTS: process.argv[2] ?? '10000' };
const child = spawn(process.execPath, [script, 'test/e2e/abuse'], { stdio: 'inherit', env: environment });
child.on('exit', (code) => (process.exitCode = code ?? 1));
