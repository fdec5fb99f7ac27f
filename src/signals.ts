import type { Logger } from './logger.js';

/** What a process that runs until it is told to stop waits for. */
export interface Stop {
  /** Aborted at the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal;
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly signalled: Promise<void>;
}

/** Listens for SIGTERM and SIGINT from now on. A second signal changes nothing: leaving early would leave things running. */
export function untilSignalled(): Stop {
  const stopping = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        stopping.abort();
        resolve();
      });
  });
  return { signal: stopping.signal, signalled };
}

/** A rejection that nobody waits for (work in the background while Postgres is away) is logged; it does not end the process. */
export function logStrayRejections(logger: Logger): void {
  process.on('unhandledRejection', (err) => logger.error({ err }, 'a rejection that nothing waited for'));
}
