import { Presets, SingleBar } from 'cli-progress';

/** How far a long piece of work is, for people. */
export interface ProgressBar {
  /** @param fraction 0 to 1 @param detail what is being done now */
  update(fraction: number, detail?: string): void;
  /** Ends the bar; a second call does nothing. */
  stop(): void;
}

/** The part of standard error that a bar writes to. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Without a terminal, a line each time this share of the work is done. */
const LINE_STEP = 0.1;

/** A bar on a terminal; elsewhere a line now and then, so that logs stay short. */
export function createProgressBar(label: string, stream: ProgressStream = process.stderr): ProgressBar {
  return stream.isTTY === true ? drawnBar(label, stream) : writtenLines(label, stream);
}

/** For machines and for those who asked for quiet. */
export const NO_PROGRESS: ProgressBar = { update: () => undefined, stop: () => undefined };

function drawnBar(label: string, stream: ProgressStream): ProgressBar {
  const bar = new SingleBar(
    {
      format: `${label} [{bar}] {percentage}% {detail}`,
      stream: stream as NodeJS.WriteStream,
      hideCursor: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { detail: '' });
  let running = true;
  return {
    update: (fraction, detail = '') => bar.update(clamp(fraction), { detail }),
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}

function writtenLines(label: string, stream: ProgressStream): ProgressBar {
  let next = 0;
  return {
    update: (fraction, detail = '') => {
      if (clamp(fraction) < next) return;
      stream.write(`${label} ${Math.floor(clamp(fraction) * 100)}% ${detail}`.trimEnd() + '\n');
      next = (Math.floor(clamp(fraction) / LINE_STEP + 1e-9) + 1) * LINE_STEP - 1e-9;
    },
    stop: () => undefined,
  };
}

const clamp = (fraction: number): number => Math.min(1, Math.max(0, Number.isNaN(fraction) ? 0 : fraction));
