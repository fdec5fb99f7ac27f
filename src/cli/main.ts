#!/usr/bin/env node
import type { CliContext } from './context.js';
import { runCli } from './run-cli.js';

/** The process that this runs in; the service is loaded by the verbs that need it, so that help is instant. */
const context: CliContext = {
  stdout: process.stdout,
  stderr: process.stderr,
  openContainer: async (options) => {
    const [{ openContainer }, { readConfig }, { createLogger }] = await Promise.all([
      import('../container.js'),
      import('../config.js'),
      import('../logger.js'),
    ]);
    const config = readConfig();
    // The verbs report by themselves: of the log only what went wrong is wanted, unless a level was asked for.
    const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
    return openContainer({ config, logger, ...options });
  },
  serve: async (options) => (await import('../main.js')).runServe(options),
  work: async (options) => (await import('../worker.js')).runWorker(options),
  onInterrupt: (callback) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, callback);
    return () => signals.forEach((signal) => process.removeListener(signal, callback));
  },
};

// A reader such as `head` may close the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), context);
