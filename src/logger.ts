import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Characters of lines that are written at once, and how long a line waits at most. */
const BUFFERED = 4096;
const FLUSH_MS = 200;

/**
 * One JSON object a line on standard error; readable lines on a terminal. Secrets are cut out.
 * @param pretty default: standard error is a terminal
 * @param buffered writes lines of requests some at a time, for a process that logs thousands a second: a line waits a fifth of a
 *   second at most, and not at all from the level `warn` on or where the process ends by itself; default false
 */
export function createLogger(level: string, pretty = process.stderr.isTTY === true, buffered = false): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: ['*.authorization', '*.token', '*.password', '*.url'], censor: '***' },
  };
  if (pretty)
    return pino({
      ...options,
      transport: {
        target: 'pino-pretty',
        options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
      },
    });
  if (!buffered) return pino(options, pino.destination(2));

  const destination = pino.destination({ dest: 2, sync: true, minLength: BUFFERED });
  const flush = (): void => destination.flushSync();
  setInterval(flush, FLUSH_MS).unref();
  process.once('exit', flush);
  return pino(
    {
      ...options,
      hooks: {
        logMethod(args, method, of) {
          method.apply(this, args);
          if (of >= pino.levels.values['warn']) flush();
        },
      },
    },
    destination,
  );
}
