import { DomainError } from '../errors.js';
import { cancelledWith } from '../store/cancel-statements.js';

/** Until when a piece of work may go on. */
export interface Deadline {
  /** Aborted when the time is up, or nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** For loops that give no timer a chance. @throws DomainError DEADLINE_EXCEEDED when the time is up */
  check(): void;
  /**
   * Calls the listener when the time is up or nobody waits any more; at once where that has been. Lighter than the signal.
   * @returns how to be left alone
   */
  onStop(listener: (reason: Error) => void): () => void;
}

export interface OwnDeadline extends Deadline {
  /** Nobody waits any more. */
  abandon(): void;
  /** The work is done. */
  end(): void;
}

/** A deadline so many seconds from now. Costs next to nothing until somebody listens, since hardly any is ever reached. */
export function createDeadline(seconds: number): OwnDeadline {
  const until = performance.now() + seconds * 1000;
  let controller: AbortController | undefined;
  let reason: DomainError | undefined;
  const listeners = new Set<(reason: Error) => void>();
  const exceeded = (): DomainError =>
    new DomainError(
      'DEADLINE_EXCEEDED',
      `The operation took longer than ${seconds} s, and was cancelled. Ask for less at once.`,
      { limit: 'seconds', maximum: seconds },
    );
  const stop = (why: DomainError): void => {
    if (reason) return;
    reason = why;
    controller?.abort(why);
    for (const listener of listeners) listener(why);
    listeners.clear();
  };
  const timer = setTimeout(() => stop(exceeded()), seconds * 1000);
  timer.unref();
  return {
    get signal() {
      if (!controller) {
        controller = new AbortController();
        if (reason) controller.abort(reason);
      }
      return controller.signal;
    },
    check: () => {
      if (!reason && performance.now() > until) stop(exceeded());
      if (reason) throw reason;
    },
    onStop: (listener) => {
      if (reason) listener(reason);
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    abandon: () => {
      clearTimeout(timer);
      stop(new DomainError('DEADLINE_EXCEEDED', 'The client left, and the operation was cancelled.'));
    },
    end: () => clearTimeout(timer),
  };
}

/** Rejects as soon as the deadline has come, whatever becomes of the work. */
export function untilDeadline<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let stopped: Error | undefined;
    const leave = deadline.onStop((reason) => {
      stopped = reason;
      reject(reason);
    });
    work.then(
      (value) => {
        leave();
        resolve(value);
      },
      (error: unknown) => {
        leave();
        // Work on a thread says that it was cancelled; the reason is the deadline.
        reject(stopped ?? (error as Error));
      },
    );
  });
}

/** The same, and ends the statements that the work waits for; only for work that nobody else shares. */
export function cancelledByDeadline<T>(work: () => Promise<T>, deadline: Deadline): Promise<T> {
  return untilDeadline(cancelledWith(deadline, work), deadline);
}
