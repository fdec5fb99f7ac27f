import { z } from 'zod';

const PREFIX = 'learnrec ';

/** What spark/train_als.py tells, one line an event. */
const EVENT = z.discriminatedUnion('event', [
  z.object({ event: z.literal('started'), application: z.string(), version: z.string(), cores: z.number() }),
  z.object({ event: z.literal('fitting'), fit: z.string() }),
  z.object({ event: z.literal('progress'), fit: z.string(), fraction: z.number(), detail: z.string() }),
  z.object({
    event: z.literal('fitted'),
    fit: z.string(),
    pairs: z.number().int().min(0),
    users: z.number().int().min(0),
    items: z.number().int().min(0),
    seconds: z.number(),
  }),
  z.object({ event: z.literal('done') }),
]);
export type SparkEvent = z.output<typeof EVENT>;

/** @returns null for a line of the log, and for an event that this version does not know */
export function parseEvent(line: string): SparkEvent | null {
  if (!line.startsWith(PREFIX)) return null;
  try {
    return EVENT.safeParse(JSON.parse(line.slice(PREFIX.length))).data ?? null;
  } catch {
    return null;
  }
}
