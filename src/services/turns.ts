import { DomainError } from '../errors.js';

/** Lets heavy work through, a little at a time, so that it cannot take the process down. */
export interface Turns {
  /**
   * Runs `work` when its turn comes.
   * @param signal aborting it gives up a turn that has not come
   * @throws DomainError BUSY where too many wait already; TRAINING_CANCELLED after an abort; whatever `work` throws
   */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * @param atOnce works that may run at once
 * @param waitingAtMost further ones that may wait, first come, first served
 * @param what for people: "evaluations"
 */
export function createTurns(atOnce: number, waitingAtMost: number, what: string): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;

  const wait = (signal: AbortSignal | undefined): Promise<void> => {
    if (running < atOnce) {
      running++;
      return Promise.resolve();
    }
    if (waiting.length >= waitingAtMost)
      throw new DomainError('BUSY', `${waiting.length + running} ${what} run or wait already. Try again later.`);
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(new DomainError('TRAINING_CANCELLED', 'The work was cancelled.'));
      };
      waiting.push(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  };

  return {
    async take(work, signal) {
      if (signal?.aborted) throw new DomainError('TRAINING_CANCELLED', 'The work was cancelled.');
      await wait(signal);
      try {
        return await work();
      } finally {
        // Whoever waits longest takes over the place.
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
