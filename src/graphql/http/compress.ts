import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

/** Shorter answers fit one packet as they are. */
export const COMPRESS_FROM_BYTES = 1024;
/** Of Brotli, 0-11: the size of gzip's best at a fraction of its time. */
export const BROTLI_QUALITY = 4;

/** Compresses what Express answers, by Brotli or gzip, as the client prefers. */
export function compress(): RequestHandler {
  return compression({
    threshold: COMPRESS_FROM_BYTES,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  });
}
