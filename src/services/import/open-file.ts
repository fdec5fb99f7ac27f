import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../errors.js';

export interface OpenedFile {
  /** The file's text as UTF-8 bytes: unpacked, without a byte order mark. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Size on disk. */
  readonly bytes: number;
  /** Bytes read from disk so far. */
  bytesRead(): number;
}

const CHUNK = 128 * 1024;

/**
 * Opens a text file: plain or gzip, UTF-8 or, with a byte order mark, UTF-16 (what spreadsheets write as "Unicode text").
 * @throws DomainError BAD_USER_INPUT when there is no such file, now or while it is read
 */
export async function openFile(path: string): Promise<OpenedFile> {
  const { bytes, gzip } = await inspect(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const file = createReadStream(path, { highWaterMark: CHUNK });
  // A failure of either stream reaches the one that is read, so the callback has nothing to add.
  const text: Readable = gzip ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => undefined) : file;
  return {
    bytes,
    bytesRead: () => file.bytesRead,
    chunks: withoutMark(readAll(path, text)),
  };
}

async function inspect(path: string): Promise<{ bytes: number; gzip: boolean }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return { bytes: size, gzip: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b };
  } finally {
    await file.close();
  }
}

async function* readAll(path: string, stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let next = chunk;
    if (start) {
      next = Buffer.concat([start, chunk]);
      if (next.length < 3) {
        start = next;
        continue;
      }
      start = undefined;
      if (next[0] === 0xff && next[1] === 0xfe) decoder = new TextDecoder('utf-16le');
      else if (next[0] === 0xfe && next[1] === 0xff) decoder = new TextDecoder('utf-16be');
      else if (next[0] === 0xef && next[1] === 0xbb && next[2] === 0xbf) next = next.subarray(3);
    }
    yield decoder ? Buffer.from(decoder.decode(next, { stream: true })) : next;
  }
  if (start && start.length > 0) yield start;
}

function unreadable(path: string, error: unknown): DomainError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EISDIR'
        ? 'it is a folder'
        : code === 'EACCES'
          ? 'it may not be read'
          : code?.startsWith('Z_') === true
            ? `its gzip data is damaged (${message})`
            : message;
  return new DomainError('BAD_USER_INPUT', `Cannot read "${path}": ${reason}.`, { path }, { cause: error });
}
