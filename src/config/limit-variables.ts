import { z } from 'zod';

const whole = (minimum: number, maximum: number, standard: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(standard);

const MILLION = 1_000_000;

/** Variables of the environment that bound what clients may ask for; docs/security.md has the table. */
export const LIMIT_VARIABLES = {
  LIMIT_BODY_BYTES: whole(1024, 1024 * MILLION, 1024 * 1024),
  LIMIT_TOKENS: whole(50, MILLION, 5000),
  LIMIT_NESTING: whole(20, 1000, 60),
  LIMIT_DEPTH: whole(1, 1000, 12),
  LIMIT_ROOT_FIELDS: whole(1, 10_000, 20),
  LIMIT_ALIASES: whole(0, 100_000, 50),
  LIMIT_DIRECTIVES: whole(0, 100_000, 50),
  LIMIT_FRAGMENTS: whole(0, 100_000, 100),
  LIMIT_FIELDS: whole(1, MILLION, 1000),
  LIMIT_COMPLEXITY: whole(1, 1000 * MILLION, 20_000),
  LIMIT_BATCH: whole(1, 100, 1),
  LIMIT_SECONDS: whole(1, 3600, 30),
  LIMIT_UPLOAD_SECONDS: whole(1, 3600, 30),
  LIMIT_HTTP_CONNECTIONS: whole(1, MILLION, 10_000),
  LIMIT_CONNECTIONS: whole(0, MILLION, 1000),
  LIMIT_CONNECTIONS_PER_ADDRESS: whole(1, MILLION, 100),
  LIMIT_SUBSCRIPTIONS: whole(1, 10_000, 20),
  LIMIT_MESSAGE_BYTES: whole(1024, 16 * MILLION, 64 * 1024),
  LIMIT_MESSAGES: whole(1, MILLION, 600),
  RATE_LIMIT_TOKEN: whole(0, 2000 * MILLION, 6 * MILLION),
  RATE_LIMIT_LEARNER: whole(0, 2000 * MILLION, 60_000),
  RATE_LIMIT_ADDRESS: whole(0, 2000 * MILLION, 300_000),
  RATE_STORE: z.enum(['memory', 'postgres']).default('memory'),
} as const;

type LimitValues = z.output<z.ZodObject<typeof LIMIT_VARIABLES>>;

/** See graphql/limits.ts. */
export function limitsOf(env: LimitValues) {
  return {
    bodyBytes: env.LIMIT_BODY_BYTES,
    tokens: env.LIMIT_TOKENS,
    nesting: env.LIMIT_NESTING,
    depth: env.LIMIT_DEPTH,
    rootFields: env.LIMIT_ROOT_FIELDS,
    aliases: env.LIMIT_ALIASES,
    directives: env.LIMIT_DIRECTIVES,
    fragments: env.LIMIT_FRAGMENTS,
    fields: env.LIMIT_FIELDS,
    complexity: env.LIMIT_COMPLEXITY,
    batch: env.LIMIT_BATCH,
    seconds: env.LIMIT_SECONDS,
    uploadSeconds: env.LIMIT_UPLOAD_SECONDS,
    httpConnections: env.LIMIT_HTTP_CONNECTIONS,
    connections: env.LIMIT_CONNECTIONS,
    connectionsPerAddress: env.LIMIT_CONNECTIONS_PER_ADDRESS,
    subscriptions: env.LIMIT_SUBSCRIPTIONS,
    messageBytes: env.LIMIT_MESSAGE_BYTES,
    messages: env.LIMIT_MESSAGES,
  } as const;
}

/** See graphql/access/rate-gate.ts. */
export function ratesOf(env: LimitValues) {
  return { token: env.RATE_LIMIT_TOKEN, learner: env.RATE_LIMIT_LEARNER, address: env.RATE_LIMIT_ADDRESS } as const;
}

/** Settings that shut every client out. */
export function limitFaults(env: LimitValues): [variable: string, message: string][] {
  return (['RATE_LIMIT_TOKEN', 'RATE_LIMIT_LEARNER', 'RATE_LIMIT_ADDRESS'] as const)
    .filter((name) => env[name] > 0 && env[name] < env.LIMIT_COMPLEXITY)
    .map((name) => [name, 'must be 0 or at least LIMIT_COMPLEXITY: else an operation could never run']);
}
