import 'reflect-metadata';
import { readConfig } from '../../../dist/src/config.js';
import { openContainer } from '../../../dist/src/container.js';
import { createLogger } from '../../../dist/src/logger.js';

/** The services of LearnRec, as every contestant has them below its GraphQL: the comparison is of what lies above. */
export async function openServices() {
  const { services } = await openContainer({
    config: readConfig(process.env),
    logger: createLogger('silent', false),
    embedded: false,
    live: true,
  });
  return services;
}

/** Tells the bench where to send requests. */
export function announce(port) {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`);
}

process.on('SIGTERM', () => process.exit(0));
