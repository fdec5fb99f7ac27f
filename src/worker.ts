import { readConfig } from './config.js';
import { openContainer } from './container.js';
import { createLogger } from './logger.js';
import { logStrayRejections, untilSignalled } from './signals.js';

export interface WorkOptions {
  /** Use the embedded Postgres where DATABASE_URL is not set; default false. */
  readonly embedded?: boolean;
}

/** Takes trainings from the queue until SIGTERM or SIGINT; a training under way goes back to the queue. */
export async function runWorker(options: WorkOptions = {}): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const stop = untilSignalled();
  logStrayRejections(logger);
  const container = await openContainer({
    config,
    logger,
    embedded: options.embedded ?? false,
    worker: true,
    serving: false,
  });
  try {
    logger.info({ database: container.databaseKind }, 'waiting for trainings');
    await stop.signalled;
    logger.info('stopping');
  } finally {
    await container.close();
  }
}
