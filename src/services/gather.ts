/** What one call of a gathered read wants. */
interface Waiting<Key, Answer> {
  readonly keys: readonly Key[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

export interface GatherOptions {
  /** Reads under way at once; what comes meanwhile waits for one of them to end, and then goes together. Default 2. */
  readonly running?: number;
  /** Keys of one read, unless a single call has more; default 500. */
  readonly most?: number;
  /** Whether an error would meet every call alike, so that trying each alone is of no use; default: none would. */
  readonly isCommon?: (error: unknown) => boolean;
}

/**
 * Lets calls that come at the same time share a read: those of one turn of the event loop, and, while enough reads are under way,
 * all that come meanwhile. So a busy service sends few statements for many learners, and a quiet one does not wait.
 * @param read of distinct keys; its answer goes to every call that has keys in it
 */
export function gather<Key, Answer>(
  read: (keys: readonly Key[]) => Promise<Answer>,
  { running: mostRunning = 2, most = 500, isCommon = () => false }: GatherOptions = {},
): (keys: readonly Key[]) => Promise<Answer> {
  let waiting: Waiting<Key, Answer>[] = [];
  let running = 0;
  let planned = false;

  /** What is wrong with the keys of one call is no matter of the others: each is then read alone. */
  const readFor = async (calls: readonly Waiting<Key, Answer>[], keys: readonly Key[]): Promise<void> => {
    try {
      const answer = await read(keys);
      for (const { resolve } of calls) resolve(answer);
    } catch (error) {
      if (calls.length === 1 || isCommon(error)) for (const { reject } of calls) reject(error);
      else for (const call of calls) await readFor([call], [...new Set(call.keys)]);
    }
  };

  const start = (): void => {
    planned = false;
    while (running < mostRunning && waiting.length > 0) {
      const keys = new Set<Key>();
      let taken = 0;
      while (taken < waiting.length && (taken === 0 || keys.size + waiting[taken].keys.length <= most))
        for (const key of waiting[taken++].keys) keys.add(key);
      const calls = waiting.slice(0, taken);
      waiting = waiting.slice(taken);
      running++;
      void readFor(calls, [...keys]).finally(() => {
        running--;
        plan();
      });
    }
  };
  const plan = (): void => {
    if (planned || running >= mostRunning || waiting.length === 0) return;
    planned = true;
    setImmediate(start);
  };
  return (keys) =>
    new Promise((resolve, reject) => {
      waiting.push({ keys, resolve, reject });
      plan();
    });
}
