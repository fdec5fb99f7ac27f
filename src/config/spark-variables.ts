import { join, resolve } from 'node:path';
import { z } from 'zod';

const memory = (standard: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}[mg]$/, 'must be megabytes or gigabytes like 512m or 4g')
    .default(standard);

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()/-]*))?$/;

/** Variables of the environment for trainings on Spark; docs/spark.md. */
export const SPARK_VARIABLES = {
  SPARK_SUBMIT: z.string().min(1).optional(),
  SPARK_MASTER: z
    .string()
    .regex(
      /^(local(\[(\*|\d+)\])?|yarn|(spark|k8s):\/\/\S+)$/,
      'must be local[*], local[N], yarn, spark://host:port or k8s://address',
    )
    .default('local[*]'),
  SPARK_EXCHANGE: z
    .string()
    .refine((text) => !text.includes('://') || S3.test(text), 'must be a folder, s3://bucket or s3://bucket/prefix')
    .optional(),
  SPARK_PYTHON: z.string().min(1).default('python3'),
  SPARK_DRIVER_MEMORY: memory('2g'),
  SPARK_EXECUTOR_MEMORY: memory('2g'),
  SPARK_PROPERTIES: z.string().min(1).optional(),
} as const;

/** A bucket, and where in it. */
export interface BucketSettings {
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
}

export interface SparkSettings {
  /** The program spark-submit. */
  readonly submit: string;
  readonly master: string;
  /** Where engagements and factors are handed over: a folder, as an absolute path, or a bucket. */
  readonly exchange: { readonly folder: string } | BucketSettings;
  /** The Python that the driver runs with. */
  readonly python: string;
  readonly driverMemory: string;
  readonly executorMemory: string;
  /** Absolute path of a file of further properties. */
  readonly properties: string | undefined;
}

type SparkValues = z.output<z.ZodObject<typeof SPARK_VARIABLES>> & {
  readonly LEARNREC_DATA_DIR: string;
  readonly S3_ENDPOINT?: string | undefined;
  readonly S3_REGION?: string | undefined;
};

/** @returns undefined where SPARK_SUBMIT is not set: no training runs on Spark */
export function sparkSettings(env: SparkValues): SparkSettings | undefined {
  if (env.SPARK_SUBMIT === undefined) return undefined;
  const [, bucket, prefix = ''] = S3.exec(env.SPARK_EXCHANGE ?? '') ?? [];
  return {
    submit: env.SPARK_SUBMIT.includes('/') ? resolve(env.SPARK_SUBMIT) : env.SPARK_SUBMIT,
    master: env.SPARK_MASTER,
    exchange:
      bucket === undefined
        ? { folder: resolve(env.SPARK_EXCHANGE ?? join(env.LEARNREC_DATA_DIR, 'spark')) }
        : { bucket, prefix: prefix.replace(/^\/+|\/+$/g, ''), endpoint: env.S3_ENDPOINT, region: env.S3_REGION },
    python: env.SPARK_PYTHON.includes('/') ? resolve(env.SPARK_PYTHON) : env.SPARK_PYTHON,
    driverMemory: env.SPARK_DRIVER_MEMORY,
    executorMemory: env.SPARK_EXECUTOR_MEMORY,
    properties: env.SPARK_PROPERTIES === undefined ? undefined : resolve(env.SPARK_PROPERTIES),
  };
}
