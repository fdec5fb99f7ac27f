import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import { BROTLI_QUALITY, COMPRESS_FROM_BYTES } from './compress.js';

const OFFERED = ['br', 'gzip', 'identity'];
/** Of the same weight, the first of ours is preferred; the types do not know of it. */
interface Preferring {
  encoding(available: readonly string[], options: { preferred: readonly string[] }): string | undefined;
}

/** Clients send the same few headers over and over. */
const known = new LRUCache<string, string>({ max: 100 });

/** Sends an answer to a POST, compressed off this thread where the client takes it and it is long enough. */
export function sendCompressed(
  request: IncomingMessage,
  response: ServerResponse,
  contentType: string,
  text: string,
): void {
  const headers = { 'content-type': contentType, 'cache-control': 'no-store', vary: 'Accept-Encoding' };
  const send = (body: string | Buffer, encoding?: string): void => {
    response.writeHead(200, {
      ...headers,
      'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.length,
      ...(encoding && { 'content-encoding': encoding }),
    });
    response.end(body);
  };
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding === 'identity' || text.length < COMPRESS_FROM_BYTES) return send(text);
  const sendResult = (error: Error | null, result: Buffer): void => (error ? send(text) : send(result, encoding));
  if (encoding === 'br')
    brotliCompress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }, sendResult);
  else gzip(text, sendResult);
}

function encodingFor(accept: string | undefined): string {
  if (accept === undefined) return 'identity';
  const before = known.get(accept);
  if (before) return before;
  const negotiator: Preferring = new Negotiator({ headers: { 'accept-encoding': accept } });
  const encoding = negotiator.encoding(OFFERED, { preferred: OFFERED }) ?? 'identity';
  if (accept.length < 200) known.set(accept, encoding);
  return encoding;
}
