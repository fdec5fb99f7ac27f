import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that speaks the part of S3 that snapshots need, over memory, and refuses what is not signed as it must be. */
export interface S3Server {
  readonly endpoint: string;
  /** By their path: `/bucket/name`. */
  readonly objects: Map<string, { readonly bytes: Buffer; modified: Date }>;
  /** Requests so far that were refused because of their signature. */
  refused(): number;
  /** While set, every request is answered with this status. */
  failWith(status: number | null): void;
  close(): Promise<void>;
}

export const S3_CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'test-secret-key' };
/** Names that one answer to a listing holds: few, so that every listing needs several. */
const LIST_PAGE = 2;

export async function startS3Server(bucket: string): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map();
  let refused = 0;
  let failure: number | null = null;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    const url = new URL(request.url!, 'http://host');
    const send = (status: number, text: string | Buffer = '', headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(text);
    };
    const fail = (status: number, code: string): void =>
      send(status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    if (failure !== null) return fail(failure, 'SlowDown');
    if (!isSigned(request, url, body)) {
      refused++;
      return fail(403, 'SignatureDoesNotMatch');
    }
    const path = decodeURIComponent(url.pathname);
    if (path !== `/${bucket}` && !path.startsWith(`/${bucket}/`)) return fail(404, 'NoSuchBucket');
    if (request.method === 'GET' && url.searchParams.get('list-type') === '2')
      return send(200, listing(url, bucket, objects));
    if (request.method === 'PUT') {
      objects.set(path, { bytes: body, modified: new Date() });
      return send(200);
    }
    if (request.method === 'DELETE') {
      objects.delete(path);
      return send(204);
    }
    const found = objects.get(path);
    if (request.method !== 'GET' || !found) return fail(404, 'NoSuchKey');
    send(200, found.bytes, { 'content-type': 'application/octet-stream' });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    refused: () => refused,
    failWith: (status) => (failure = status),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function listing(url: URL, bucket: string, objects: S3Server['objects']): string {
  const prefix = `/${bucket}/${url.searchParams.get('prefix') ?? ''}`;
  const after = url.searchParams.get('continuation-token') ?? '';
  const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
  const page = names.slice(0, LIST_PAGE);
  const more = names.length > page.length;
  const contents = page.map(
    (name) =>
      `<Contents><Key>${name.slice(bucket.length + 2)}</Key><LastModified>${objects.get(name)!.modified.toISOString()}</LastModified></Contents>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}${
    more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
  }</ListBucketResult>`;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Signature version 4: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (!given) return false;
  const [, id, day, region, signedHeaders, signature] = given as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const payload = request.headers['x-amz-content-sha256'] as string;
  if (id !== S3_CREDENTIALS.accessKeyId || payload !== sha256(body)) return false;
  const instant = request.headers['x-amz-date'] as string;
  if (!instant.startsWith(day)) return false;
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(request.headers[name]).trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  const canonical = [request.method, url.pathname, query, headers, signedHeaders, payload].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', instant, scope, sha256(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(
    (made, part) => hmac(made, part),
    hmac(hmac(`AWS4${S3_CREDENTIALS.secretAccessKey}`, day), region),
  );
  return hmac(key, text).toString('hex') === signature;
}
