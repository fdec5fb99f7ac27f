import { neverCancelled } from '../../store/cancel-statements.js';

/** Milliseconds for which an answer is good, where nothing else is asked for. */
const LASTS = 300_000;
const MAXIMUM_KEPT = 200;
const AT_A_TIME = 2;

/** Answers that are the same for everybody and costly: computed once, shared by all who ask meanwhile, and kept. */
export interface KeptAnswers {
  /** Neither a failure nor null is kept. */
  answer<T>(key: string, compute: () => Promise<T>): Promise<T>;
}

/**
 * At most two answers are computed at a time; the others wait, so that they never take all connections of the pool.
 * @param lasts milliseconds for which an answer is kept; default: five minutes
 */
export function createKeptAnswers(now: () => Date, lasts = LASTS): KeptAnswers {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const inTurn = async <T>(compute: () => Promise<T>): Promise<T> => {
    if (running >= AT_A_TIME) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await neverCancelled(compute);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };

  return {
    answer<T>(key: string, compute: () => Promise<T>): Promise<T> {
      const at = now().getTime();
      const known = kept.get(key);
      if (known && at - known.at < lasts) return known.answer as Promise<T>;
      kept.delete(key);
      const answer = inTurn(compute);
      const entry = { at, answer };
      kept.set(key, entry);
      if (kept.size > MAXIMUM_KEPT) kept.delete(kept.keys().next().value!);
      const forget = (): void => {
        if (kept.get(key) === entry) kept.delete(key);
      };
      answer.then((value) => {
        if (value === null) forget();
      }, forget);
      return answer;
    },
  };
}
