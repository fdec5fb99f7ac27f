/** Something that this or another process has changed. */
export type Change =
  /** Another model serves in this process. */
  | { readonly kind: 'MODEL' }
  /** A training job was asked for, goes on or has ended. */
  | { readonly kind: 'JOB'; readonly jobId: string }
  /** What is known of these learners has changed: engagements, feedback, profile (surrogate keys; `*` for too many to name). */
  | { readonly kind: 'ENGAGEMENTS'; readonly userPks: readonly number[] | '*' }
  /** Content is new, edited or retired, and this process has taken it in. */
  | { readonly kind: 'CONTENT' }
  /** Announcements may have been missed: whoever follows something looks again. */
  | { readonly kind: 'MISSED' };

/** Waits for changes. Several that come while nobody waits count as one: whoever is slow looks once, at the latest state. */
export interface Watch {
  /** Resolves with true once something has changed since the last call, with false after `close`. */
  next(): Promise<boolean>;
  close(): void;
}

/** Hands changes to those who follow them, within one process. */
export interface Changes {
  publish(change: Change): void;
  /** @param concerns whether a change is of interest; MISSED always is */
  watch(concerns: (change: Change) => boolean): Watch;
  /** Watches that are open. */
  size(): number;
  /** Ends all watches. */
  close(): void;
}

export function createChanges(): Changes {
  const watches = new Set<{ see(change: Change): void; close(): void }>();
  return {
    publish: (change) => {
      for (const watch of watches) watch.see(change);
    },
    watch: (concerns) => {
      let changed = false;
      let closed = false;
      let wake: (() => void) | undefined;
      const watch = {
        see: (change: Change): void => {
          if (change.kind !== 'MISSED' && !concerns(change)) return;
          changed = true;
          wake?.();
        },
        next: async (): Promise<boolean> => {
          if (!changed && !closed) await new Promise<void>((resolve) => (wake = resolve));
          wake = undefined;
          changed = false;
          return !closed;
        },
        close: (): void => {
          closed = true;
          watches.delete(watch);
          wake?.();
        },
      };
      watches.add(watch);
      return watch;
    },
    size: () => watches.size,
    close: () => {
      for (const watch of [...watches]) watch.close();
    },
  };
}
