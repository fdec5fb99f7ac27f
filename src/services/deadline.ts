import { DomainError } from '../errors.js';

/** Until when a piece of work may go on. */
export interface Deadline {
  /** Aborted when the time is up, or nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** For loops that give no timer a chance. @throws DomainError DEADLINE_EXCEEDED when the time is up */
  check(): void;
}

export interface OwnDeadline extends Deadline {
  /** Nobody waits any more. */
  abandon(): void;
  /** The work is done. */
  end(): void;
}

/** A deadline so many seconds from now. */
export function createDeadline(seconds: number): OwnDeadline {
  const until = performance.now() + seconds * 1000;
  const controller = new AbortController();
  const exceeded = new DomainError(
    'DEADLINE_EXCEEDED',
    `The operation took longer than ${seconds} s, and was cancelled. Ask for less at once.`,
    { limit: 'seconds', maximum: seconds },
  );
  const timer = setTimeout(() => controller.abort(exceeded), seconds * 1000);
  timer.unref();
  return {
    signal: controller.signal,
    check: () => {
      if (controller.signal.aborted) throw controller.signal.reason;
      if (performance.now() > until) throw exceeded;
    },
    abandon: () => {
      clearTimeout(timer);
      controller.abort(new DomainError('DEADLINE_EXCEEDED', 'The client left, and the operation was cancelled.'));
    },
    end: () => clearTimeout(timer),
  };
}

/** Rejects as soon as the deadline has come, whatever becomes of the work. */
export function untilDeadline<T>(work: Promise<T>, { signal }: Deadline): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => signal.removeEventListener('abort', onAbort);
    work.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        // Work on a thread says that it was cancelled; the reason is the deadline.
        reject(signal.aborted ? (signal.reason as Error) : (error as Error));
      },
    );
  });
}
