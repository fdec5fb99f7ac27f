import type { ErrorCode } from '../../errors.js';

/** One reason why a record was not stored. */
export interface ImportError {
  /** Line of the file on which the record starts, from 1. */
  readonly line: number;
  /** The column as the file's header names it; null where the whole record is at fault or the file has no such column. */
  readonly column: string | null;
  /** What stands there, cut to 200 characters; null as above. */
  readonly value: string | null;
  readonly reason: string;
  readonly code: ErrorCode;
}

/** Counts what was refused and keeps the first reasons: memory does not follow the number of bad rows. */
export interface Refusals {
  /** Counts one record, with all that is wrong with it. */
  refuse(errors: readonly ImportError[]): void;
  /** Records refused. */
  count(): number;
  /** Reasons, kept or not; a record may have several. */
  reasons(): number;
  readonly kept: readonly ImportError[];
}

/**
 * @param most reasons to keep
 * @param onRefuse told of every reason, kept or not
 */
export function createRefusals(most: number, onRefuse?: (error: ImportError) => void): Refusals {
  const kept: ImportError[] = [];
  let records = 0;
  let reasons = 0;
  return {
    kept,
    refuse: (errors) => {
      records++;
      reasons += errors.length;
      if (onRefuse) errors.forEach(onRefuse);
      kept.push(...errors.slice(0, Math.max(0, most - kept.length)));
    },
    count: () => records,
    reasons: () => reasons,
  };
}
