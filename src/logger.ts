import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * One JSON object a line on standard error; readable lines on a terminal. Secrets are cut out.
 * @param pretty default: standard error is a terminal
 */
export function createLogger(level: string, pretty: boolean = process.stderr.isTTY === true): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: ['*.authorization', '*.token', '*.password', '*.url'], censor: '***' },
  };
  return pretty
    ? pino({
        ...options,
        transport: {
          target: 'pino-pretty',
          options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
        },
      })
    : pino(options, pino.destination(2));
}
