/** What the process tells its caller. */
export const EXIT = {
  OK: 0,
  /** The verb failed; the message on standard error says why. */
  FAILED: 1,
  /** The command line is wrong. */
  USAGE: 2,
  /** An import stored the good rows and refused others. */
  ROWS_REFUSED: 3,
  /** Ctrl-C, as shells count it. */
  INTERRUPTED: 130,
} as const;
