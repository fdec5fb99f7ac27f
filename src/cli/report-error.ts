import { DomainError } from '../errors.js';
import type { CliContext } from './context.js';
import { toJson, type OutputOptions } from './output.js';

/** Whether an error only says that work was stopped as asked. */
export function isCancellation(error: unknown): boolean {
  return error instanceof DomainError ? error.code === 'TRAINING_CANCELLED' : (error as Error)?.name === 'AbortError';
}

/** One line, `CODE: message`; the stack and what caused it with --verbose; JSON with --json. */
export function reportError(context: CliContext, error: unknown, options: OutputOptions): void {
  const code = error instanceof DomainError ? error.code : 'INTERNAL';
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof DomainError ? error.details : {};
  if (options.json) context.stderr.write(`${toJson({ error: { code, message, details } })}\n`);
  else {
    const hint = code === 'INTERNAL' && !options.verbose ? ' (--verbose shows where)' : '';
    context.stderr.write(`${code}: ${message}${hint}\n`);
  }
  if (options.verbose)
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      context.stderr.write(`${cause.stack ?? cause.message}\n`);
}
