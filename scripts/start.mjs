/**
 * `npm start` and `npm run serve`: builds when needed, then runs the service with the arguments given.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBuilt } from './run-built.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
await runBuilt('src/main.js');
