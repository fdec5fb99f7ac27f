import type { S3Client } from '@aws-sdk/client-s3';
import { DomainError } from '../../errors.js';
import { chunkName, isSnapshotKey, type ChunkStore } from './chunk-store.js';

export interface S3Settings {
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** Of a service that is not Amazon's; buckets are then part of the path. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
}

/** A connection, and a request, that take longer are tried again. */
const CONNECT_MS = 5_000;
const REQUEST_MS = 60_000;
const ATTEMPTS = 4;

/**
 * Chunks as objects `<prefix>/<key>/<position>` of Amazon S3 or of a service that speaks like it. Credentials come by the AWS
 * SDK's own chain: AWS_ACCESS_KEY_ID and its like, a shared file, the role of a container or machine.
 */
export function createS3Chunks({ bucket, prefix, endpoint, region }: S3Settings): ChunkStore {
  const root = prefix === '' ? '' : `${prefix}/`;
  // Half a second of loading that nobody pays for who does not use it.
  const loading = import('@aws-sdk/client-s3');
  loading.catch(() => undefined);
  let made: S3Client | undefined;
  const open = async () => {
    const sdk = await loading;
    made ??= new sdk.S3Client({
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      // Services that are not Amazon's take any.
      ...(region !== undefined ? { region } : endpoint !== undefined && { region: 'us-east-1' }),
      maxAttempts: ATTEMPTS,
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
      // Snapshots have a checksum of their own; others' services do not know these.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return { sdk, client: made };
  };

  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      const { name, message } = cause as Error;
      throw new DomainError(
        'SNAPSHOT_UNAVAILABLE',
        `The bucket of the snapshots, ${bucket}, does not ${what}: ${name}${message && message !== name ? `, ${message}` : ''}.`,
        {},
        { cause },
      );
    }
  };

  const list = async (under: string): Promise<{ name: string; modified: Date }[]> => {
    const { sdk, client } = await open();
    const found: { name: string; modified: Date }[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: under, ContinuationToken }),
      );
      for (const { Key = '', LastModified = new Date() } of page.Contents ?? [])
        found.push({ name: Key, modified: LastModified });
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    return found;
  };

  return {
    write: (key, position, bytes) =>
      attempt('take a chunk', async () => {
        const { sdk, client } = await open();
        const Key = `${root}${key}/${chunkName(position)}`;
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentLength: bytes.length }));
      }),

    read: (key, position) =>
      attempt('give a chunk', async () => {
        const { sdk, client } = await open();
        const Key = `${root}${key}/${chunkName(position)}`;
        try {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key }));
          return await Body!.transformToByteArray();
        } catch (error) {
          if (!(error instanceof sdk.NoSuchKey)) throw error;
          throw new DomainError('SNAPSHOT_DAMAGED', `The bucket ${bucket} has no object ${Key}.`);
        }
      }),

    remove: (key) =>
      attempt('remove a snapshot', async () => {
        const { sdk, client } = await open();
        for (const { name } of await list(`${root}${key}/`))
          await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: name }));
      }),

    keys: () =>
      attempt('list its objects', async () => {
        const found = new Map<string, Date>();
        for (const { name, modified } of await list(root)) {
          const [key = '', chunk] = name.slice(root.length).split('/');
          if (!isSnapshotKey(key) || chunk === undefined) continue;
          const before = found.get(key);
          if (!before || before < modified) found.set(key, modified);
        }
        return found;
      }),

    close: () => made?.destroy(),
  };
}
