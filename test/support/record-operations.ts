import { appendFileSync } from 'node:fs';

/** Longer ones say no more. */
const LONGEST = 2000;
const file = process.env['TEST_RECORD_OPERATIONS'];

/**
 * Writes every operation that the tests send to the file that TEST_RECORD_OPERATIONS names, one JSON object a line. What the
 * end-to-end tests send is kept as recorded-operations.jsonl, which recorded-operations.test.ts runs by both executors.
 */
export function recordOperation(query: string, variables: Record<string, unknown>): void {
  if (file === undefined) return;
  const line = JSON.stringify({ query: query.replace(/\s+/g, ' ').trim(), variables });
  if (line.length <= LONGEST) appendFileSync(file, `${line}\n`);
}
