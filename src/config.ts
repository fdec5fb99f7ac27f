import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { LIMIT_VARIABLES, limitFaults, limitsOf, ratesOf } from './config/limit-variables.js';
import { SPARK_VARIABLES, sparkSettings, type SparkSettings } from './config/spark-variables.js';
import { DomainError } from './errors.js';

/** Roles of the API, from least to most; each includes those before it. */
const ROLES = ['READER', 'WRITER', 'ADMIN'] as const;

const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Signatures of JWTs that can be accepted: none whose key both sides share. */
const JWT_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** Every environment variable of the service, its form and its default. */
const VARIABLES = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must be an address like postgresql://user:password@host:5432/database')
    .optional(),
  POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  ADMIN_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  OPEN_ROLES: z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(ROLES)))
    .optional(),
  JWT_ISSUER: z.string().min(1).optional(),
  JWT_AUDIENCE: z.string().transform(list).pipe(z.array(z.string()).min(1)).optional(),
  JWT_JWKS_URL: z
    .string()
    .refine(isSafeAddress, 'must be an https address; http only on this machine (localhost, 127.0.0.1, [::1])')
    .optional(),
  JWT_ALGORITHMS: z
    .string()
    .default('RS256,PS256,ES256,EdDSA')
    .transform(list)
    .pipe(z.array(z.enum(JWT_ALGORITHMS)).min(1)),
  JWT_ROLE_CLAIM: z.string().min(1).default('role'),
  JWT_LEARNER_CLAIM: z.string().min(1).default('sub'),
  JWT_CLOCK_TOLERANCE: z.coerce.number().int().min(0).max(600).default(30),
  LEARNER_RECORDS: z.enum(['on', 'off']).default('off'),
  LEARNREC_DATA_DIR: z.string().min(1).default('.learnrec'),
  WORKER: z.enum(['inside', 'apart']).default('inside'),
  GATE: z.enum(['strict', 'off']).default('strict'),
  TRAINING_THREADS: z.coerce.number().int().min(0).max(1024).default(0),
  READY_WITHOUT_MODEL: z.enum(['on', 'off']).default('off'),
  KEEP_MODELS: z.coerce.number().int().min(0).max(10_000).default(10),
  RETRAIN_SCHEDULE: z
    .string()
    .regex(/^\s*[\d*/,-]+(\s+[\d*/,-]+){4}\s*$/, 'must be a cron expression of five fields, like 0 3 * * *')
    .transform((text) => text.trim())
    .optional(),
  RETRAIN_AFTER: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  SNAPSHOT_STORE: z.enum(['postgres', 'folder', 's3']).default('postgres'),
  SNAPSHOT_FOLDER: z.string().min(1).optional(),
  SNAPSHOT_S3: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.*'()/-]*)?$/,
      'must look like s3://bucket or s3://bucket/prefix',
    )
    .optional(),
  S3_ENDPOINT: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an http or https address')
    .optional(),
  S3_REGION: z.string().min(1).optional(),
  LIST_SAMPLE: z.coerce.number().min(0).max(1).default(0.1),
  LIST_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  METRICS: z.enum(['open', 'admin', 'off']).default('open'),
  TRUSTED_DOCUMENTS: z.string().min(1).optional(),
  INTROSPECTION: z.enum(['on', 'roles', 'off']).optional(),
  CORS_ORIGINS: z
    .string()
    .transform(list)
    .pipe(z.array(z.string().refine(isOrigin, 'must be origins like https://learn.example, or *')))
    .optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  ...SPARK_VARIABLES,
  ...LIMIT_VARIABLES,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'production', 'test']).optional(),
});

const JWT_TOGETHER = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL'] as const;

const ENVIRONMENT = VARIABLES.superRefine((env, context) => {
  const missing = JWT_TOGETHER.filter((name) => env[name] === undefined);
  if (missing.length > 0 && missing.length < JWT_TOGETHER.length)
    for (const name of missing)
      context.addIssue({ code: 'custom', path: [name], message: `is needed beside ${othersOf(name)}` });
  for (const [name, message] of limitFaults(env)) context.addIssue({ code: 'custom', path: [name], message });
  const place = { postgres: null, folder: 'SNAPSHOT_FOLDER', s3: 'SNAPSHOT_S3' } as const;
  const needed = place[env.SNAPSHOT_STORE];
  if (needed && env[needed] === undefined)
    context.addIssue({ code: 'custom', path: [needed], message: `is needed for SNAPSHOT_STORE=${env.SNAPSHOT_STORE}` });
});

function othersOf(name: string): string {
  return JWT_TOGETHER.filter((other) => other !== name).join(' and ');
}

/** Keys that came unencrypted over a network could be anybody's. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text);
}

/** Names of the variables, for the check that `.env.example` lists them all. */
export const ENVIRONMENT_VARIABLES = Object.keys(VARIABLES.shape);

export type Role = (typeof ROLES)[number];

/** Tokens of an identity provider; see graphql/access/jwt.ts. */
export interface JwtSettings {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly jwksUrl: string;
  readonly algorithms: readonly string[];
  readonly roleClaim: string;
  readonly learnerClaim: string;
  /** Seconds. */
  readonly clockTolerance: number;
}

/** Where the bytes of models are. */
export interface SnapshotSettings {
  /** Where new ones go. */
  readonly place: 'POSTGRES' | 'FOLDER' | 'S3';
  /** Absolute path; undefined: none is read from a folder. */
  readonly folder: string | undefined;
  /** Undefined: none is read from a bucket. */
  readonly s3:
    | {
        readonly bucket: string;
        readonly prefix: string;
        readonly endpoint: string | undefined;
        readonly region: string | undefined;
      }
    | undefined;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Undefined: use the embedded Postgres where the command allows it. */
  readonly databaseUrl: string | undefined;
  /** Connections to Postgres of this process. */
  readonly poolSize: number;
  /** Undefined: the command makes one up or serves without admin access. */
  readonly adminToken: string | undefined;
  /** Roles that need no token; undefined: the command's default. */
  readonly openRoles: readonly Role[] | undefined;
  /** Undefined: no JWT is accepted. */
  readonly jwt: JwtSettings | undefined;
  /** Whether a token that is bound to a learner may record engagements and feedback of that learner. */
  readonly learnerRecords: boolean;
  /** Absolute path of the folder that holds the embedded database and the generated token. */
  readonly dataDir: string;
  /** Where trainings run: in the serving process, or only in processes of `learnrec worker`. */
  readonly worker: 'inside' | 'apart';
  /** strict: a new model goes into service by itself only where it is not significantly worse than the active one. */
  readonly gate: 'strict' | 'off';
  /** Threads that a fit may take; 0: as many as the machine runs at once. */
  readonly trainingThreads: number;
  /** Whether a service without a model says that it is ready: for the time before the first training. */
  readonly readyWithoutModel: boolean;
  /** Newest models that are kept, the active one besides; 0 for all. */
  readonly keepModels: number;
  /** Cron expression of five fields, in UTC, at which a training is queued; undefined: none. */
  readonly retrainSchedule: string | undefined;
  /** New engagements since the newest model after which a training is queued; 0: none. */
  readonly retrainAfter: number;
  readonly snapshots: SnapshotSettings;
  /** Undefined: no training runs on Spark. */
  readonly spark: SparkSettings | undefined;
  /** Share of the lists of recommendations that are logged, 0-1. */
  readonly listSample: number;
  /** Days after which logged lists are removed. */
  readonly listDays: number;
  /** Who may read /metrics. */
  readonly metrics: 'open' | 'admin' | 'off';
  /** Absolute path of the manifest of documents that alone may run; undefined: every document may. */
  readonly trustedDocuments: string | undefined;
  /** Who may ask about the schema; default: everybody, in production whoever holds a role. */
  readonly introspection: 'on' | 'roles' | 'off';
  /** Other origins whose pages may ask. */
  readonly corsOrigins: readonly string[];
  /** Proxies in front of the service that add to `x-forwarded-for`. */
  readonly trustedProxies: number;
  readonly limits: ReturnType<typeof limitsOf>;
  readonly rates: ReturnType<typeof ratesOf>;
  readonly rateStore: 'memory' | 'postgres';
  readonly logLevel: string;
  readonly production: boolean;
}

/**
 * The only reader of the environment. Empty variables count as unset.
 * @throws DomainError CONFIGURATION that lists every fault at once
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    ENVIRONMENT_VARIABLES.map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const parsed = ENVIRONMENT.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new DomainError('CONFIGURATION', `The environment is not accepted:\n  ${faults.join('\n  ')}`, { faults });
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    poolSize: env.POOL_SIZE,
    adminToken: env.ADMIN_TOKEN,
    openRoles: env.OPEN_ROLES,
    jwt: jwtSettings(env),
    learnerRecords: env.LEARNER_RECORDS === 'on',
    dataDir: resolve(env.LEARNREC_DATA_DIR),
    worker: env.WORKER,
    gate: env.GATE,
    trainingThreads: env.TRAINING_THREADS,
    readyWithoutModel: env.READY_WITHOUT_MODEL === 'on',
    keepModels: env.KEEP_MODELS,
    retrainSchedule: env.RETRAIN_SCHEDULE,
    retrainAfter: env.RETRAIN_AFTER,
    snapshots: snapshotSettings(env),
    spark: sparkSettings(env),
    listSample: env.LIST_SAMPLE,
    listDays: env.LIST_DAYS,
    metrics: env.METRICS,
    trustedDocuments: env.TRUSTED_DOCUMENTS === undefined ? undefined : resolve(env.TRUSTED_DOCUMENTS),
    introspection: env.INTROSPECTION ?? (env.NODE_ENV === 'production' ? 'roles' : 'on'),
    corsOrigins: env.CORS_ORIGINS ?? [],
    trustedProxies: env.TRUSTED_PROXIES,
    limits: limitsOf(env),
    rates: ratesOf(env),
    rateStore: env.RATE_STORE,
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === 'production',
  };
}

function jwtSettings(env: z.output<typeof ENVIRONMENT>): JwtSettings | undefined {
  if (env.JWT_ISSUER === undefined || env.JWT_AUDIENCE === undefined || env.JWT_JWKS_URL === undefined)
    return undefined;
  return {
    issuer: env.JWT_ISSUER,
    audiences: env.JWT_AUDIENCE,
    jwksUrl: env.JWT_JWKS_URL,
    algorithms: env.JWT_ALGORITHMS,
    roleClaim: env.JWT_ROLE_CLAIM,
    learnerClaim: env.JWT_LEARNER_CLAIM,
    clockTolerance: env.JWT_CLOCK_TOLERANCE,
  };
}

function snapshotSettings(env: z.output<typeof ENVIRONMENT>): SnapshotSettings {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(env.SNAPSHOT_S3 ?? '') ?? [];
  return {
    place: env.SNAPSHOT_STORE.toUpperCase() as SnapshotSettings['place'],
    folder: env.SNAPSHOT_FOLDER === undefined ? undefined : resolve(env.SNAPSHOT_FOLDER),
    s3:
      env.SNAPSHOT_S3 === undefined
        ? undefined
        : { bucket, prefix: prefix.replace(/^\/+|\/+$/g, ''), endpoint: env.S3_ENDPOINT, region: env.S3_REGION },
  };
}

/** All variables, for a thread in which a library reads its own: the AWS SDK its credentials. */
export function wholeEnvironment(): Record<string, string | undefined> {
  return { ...process.env };
}

/** Of the service's own, and nobody else's business. */
const SECRETS = ['DATABASE_URL', 'ADMIN_TOKEN', 'POSTGRES_PASSWORD'];

/** What programs that the service starts find in their environment. */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRETS.includes(name)));
}

/** A new secret, 32 hexadecimal characters. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}
