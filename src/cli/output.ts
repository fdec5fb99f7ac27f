import type { CliContext } from './context.js';
import { createProgressBar, NO_PROGRESS, type ProgressBar } from './progress-bar.js';

/** Options that every verb has. */
export interface OutputOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** Where a verb puts its words: reports on standard output, everything on the way on standard error. */
export interface Output {
  /** The verb's result: one line of JSON with --json, else text. */
  report(value: unknown, text: () => string): void;
  /** A remark on the way; nothing with --json or --quiet. */
  remark(text: string): void;
  /** A progress bar; ends the one before. Nothing is drawn with --json or --quiet. */
  progress(label: string): ProgressBar;
  /** Ends the bar that is drawn, if any. */
  settle(): void;
}

export function createOutput(context: CliContext, options: OutputOptions): Output {
  const silent = options.json === true || options.quiet === true;
  let bar = NO_PROGRESS;
  const settle = (): void => {
    bar.stop();
    bar = NO_PROGRESS;
  };
  return {
    settle,
    report: (value, text) => {
      settle();
      context.stdout.write(`${options.json ? toJson(value) : text()}\n`);
    },
    remark: (text) => {
      settle();
      if (!silent) context.stderr.write(`${text}\n`);
    },
    progress: (label) => {
      settle();
      if (!silent) bar = createProgressBar(label, context.stderr);
      return bar;
    },
  };
}

/** Numbers too large for JSON become strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}
