/** Called between units of work: reports, and throws DomainError TRAINING_CANCELLED when the task is to stop. */
export type Checkpoint = (fraction: number, detail: string) => void;

/** What a long computation reports to. */
export interface Progress {
  /** Starts a phase that covers `from` to `to` (0-1) of the whole and returns its checkpoint, whose fractions are of the phase. */
  phase(name: string, from: number, to: number): Checkpoint;
  /** Seconds spent in each phase so far. */
  timings(): Readonly<Record<string, number>>;
}

/**
 * @param report called at a phase's start and at most every `everyMs` after that
 * @param cancelled asked at every checkpoint
 * @param stop makes the error to throw
 */
export function createProgress(options: {
  report: (phase: string, fraction: number, detail: string) => void;
  cancelled: () => boolean;
  stop: () => Error;
  now: () => number;
  everyMs?: number;
}): Progress {
  const { report, cancelled, stop, now, everyMs = 100 } = options;
  const spent: Record<string, number> = {};
  let current: { name: string; since: number } | undefined;
  const close = (): void => {
    if (current) spent[current.name] = (spent[current.name] ?? 0) + (now() - current.since) / 1000;
    current = undefined;
  };
  return {
    phase(name, from, to) {
      close();
      current = { name, since: now() };
      let last = -Infinity;
      const checkpoint: Checkpoint = (fraction, detail) => {
        if (cancelled()) throw stop();
        const t = now();
        if (t - last < everyMs) return;
        last = t;
        report(name, from + Math.min(1, Math.max(0, fraction)) * (to - from), detail);
      };
      checkpoint(0, '');
      return checkpoint;
    },
    timings() {
      const running = current;
      return running
        ? { ...spent, [running.name]: (spent[running.name] ?? 0) + (now() - running.since) / 1000 }
        : { ...spent };
    },
  };
}

/** Progress of a part of a task: what it reports as 0 to 1 is `from` to `to` of the whole. */
export function partOf(progress: Progress, from: number, to: number): Progress {
  const move = (at: number): number => from + at * (to - from);
  return {
    phase: (name, start, end) => progress.phase(name, move(start), move(end)),
    timings: () => progress.timings(),
  };
}
