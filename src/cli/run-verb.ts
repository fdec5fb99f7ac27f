import type { ContainerOptions } from '../container.js';
import type { CliContainer, CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { createOutput, type Output, type OutputOptions } from './output.js';
import { isCancellation, reportError } from './report-error.js';

/** What a verb's work is given. */
export interface VerbTools {
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Opens the service, lends it to the work and closes it, whatever happens. */
  withContainer<T>(work: (container: CliContainer) => Promise<T>, options?: ContainerOptions): Promise<T>;
}

/**
 * Runs a verb: listens for Ctrl-C, reports errors, and says how it ended.
 * @param work returns an exit code, or nothing for 0
 */
export async function runVerb(
  context: CliContext,
  options: OutputOptions,
  work: (tools: VerbTools) => Promise<number | void>,
): Promise<number> {
  const output = createOutput(context, options);
  const stop = new AbortController();
  const stopListening = context.onInterrupt(() => {
    output.remark('Stopping. Press Ctrl-C again to end at once.');
    stop.abort();
  });
  try {
    return (
      (await work({
        output,
        signal: stop.signal,
        withContainer: async (use, containerOptions = {}) => {
          const container = await context.openContainer(containerOptions);
          try {
            stop.signal.throwIfAborted();
            return await use(container);
          } finally {
            await container.close();
          }
        },
      })) ?? EXIT.OK
    );
  } catch (error) {
    output.settle();
    if (stop.signal.aborted && isCancellation(error)) {
      output.remark('Cancelled.');
      return EXIT.INTERRUPTED;
    }
    reportError(context, error, options);
    return EXIT.FAILED;
  } finally {
    output.settle();
    stopListening();
  }
}
