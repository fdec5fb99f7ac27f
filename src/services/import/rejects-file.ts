import { open } from 'node:fs/promises';
import { DomainError } from '../../errors.js';
import { csvLine } from '../export/csv-line.js';
import type { ImportError } from './refusals.js';

/** A CSV file of what was refused: one line per reason. */
export interface RejectsFile {
  add(path: string, error: ImportError): void;
  /** Writes what was added since the last call, so that memory does not follow the number of refusals. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const HEADER = ['file', 'line', 'column', 'value', 'reason', 'code'];

/** @throws DomainError BAD_USER_INPUT where the file cannot be written */
export async function createRejectsFile(path: string): Promise<RejectsFile> {
  const file = await open(path, 'w').catch((cause: unknown) => {
    throw new DomainError(
      'BAD_USER_INPUT',
      `Cannot write "${path}": ${(cause as Error).message}.`,
      { path },
      { cause },
    );
  });
  let lines = csvLine(HEADER);
  const flush = async (): Promise<void> => {
    const part = lines;
    lines = '';
    if (part !== '') await file.write(part);
  };
  return {
    flush,
    add: (source, { line, column, value, reason, code }) => {
      lines += csvLine([source, String(line), column, value, reason, code]);
    },
    close: async () => {
      await flush();
      await file.close();
    },
  };
}
