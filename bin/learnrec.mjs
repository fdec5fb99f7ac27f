#!/usr/bin/env node
/** `npx learnrec <verb>` in a clone: builds when needed, then runs the command line. */
import { runBuilt } from '../scripts/run-built.mjs';

await runBuilt('src/cli/main.js');
