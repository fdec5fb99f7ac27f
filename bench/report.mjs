import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { median, speedup } from './measure.mjs';

/** What the numbers were measured on. */
export function describeMachine(threads) {
  const [{ model }] = cpus();
  return {
    processor: model.trim(),
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    threads,
    load: Number(loadavg()[2].toFixed(1)),
    commit: commit(),
    date: new Date().toISOString().slice(0, 10),
  };
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}

/**
 * A measured line.
 * @param target the figure to reach, as text, and whether it was reached; none where a line only informs
 */
export function line(job, ours, peer, ratio, target = undefined, met = undefined) {
  return { job, ours, peer, ratio, target, met };
}

/** Adds to a line how many times less processor time ours took: what is left of a ratio when a machine is busy with other things. */
export function withProcessor(entry, ours, theirs) {
  return { ...entry, processor: `${asRatio(speedup(ours, theirs))} (${median(ours).toPrecision(3)} s)` };
}

const COLUMNS = [
  ['job', 'job'],
  ['ours', 'LearnRec'],
  ['peer', 'peer'],
  ['ratio', 'ratio'],
  ['processor', 'processor time'],
  ['target', 'to reach'],
  ['met', 'reached'],
];

/** A Markdown table, its columns padded. */
export function toTable(lines) {
  const cells = lines.map((entry) =>
    COLUMNS.map(([key]) => (entry[key] === true ? 'yes' : entry[key] === false ? 'no' : String(entry[key] ?? ''))),
  );
  const head = COLUMNS.map(([, title]) => title);
  const widths = head.map((title, c) => Math.max(title.length, ...cells.map((row) => row[c].length)));
  const print = (row) => `| ${row.map((cell, c) => cell.padEnd(widths[c])).join(' | ')} |`;
  return [print(head), print(widths.map((width) => '-'.repeat(width))), ...cells.map(print)].join('\n');
}

export const inSeconds = (value) => `${value.toPrecision(3)} s`;
export const inMicroseconds = (value) => `${(value * 1e6).toPrecision(3)} us`;
export const asRatio = (value) => `${value.toFixed(1)}x`;
