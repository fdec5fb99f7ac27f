import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves with the condition's value once that is truthy. @throws Error when it is not within `seconds` */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  seconds = 20,
): Promise<NonNullable<Exclude<T, false>>> {
  for (const end = Date.now() + 1000 * seconds; ;) {
    const value = await condition();
    if (value) return value as NonNullable<Exclude<T, false>>;
    if (Date.now() > end) throw new Error(`Did not come to hold: ${condition.toString()}`);
    await sleep(10);
  }
}
