import type { ImportError } from '../services/import/refusals.js';
import type { ImportReport } from '../services/import/import-file.js';
import { count, counted, seconds } from './format.js';
import type { FileReport } from './import.js';

/** What was read and stored, in a few lines. */
export function importText(report: FileReport): string {
  const parts =
    report.kind === 'engagements' || report.kind === 'feedback'
      ? [`${count(report.inserted)} inserted`, `${count(report.duplicates)} there already`]
      : [
          `${count(report.inserted)} inserted`,
          `${count(report.updated)} updated`,
          `${count(report.unchanged)} there just so`,
        ];
  if (report.voided > 0) parts.push(`${count(report.voided)} voided`);
  parts.push(`${count(report.refused)} refused`);
  const rate = report.seconds > 0 ? ` (${count(Math.round(report.records / report.seconds))} rows/s)` : '';
  const columns = Object.entries(report.columns).map(([theirs, ours]) => `${theirs} as ${ours}`);
  return [
    `${report.path}: ${report.dryRun ? 'dry run, nothing written: ' : ''}${counted(report.records, 'record')}: ` +
      `${parts.join(', ')}, in ${seconds(report.seconds)}${rate}.`,
    `  Read: ${columns.join(', ')}.`,
    ...(report.ignoredColumns.length > 0 ? [`  Ignored columns: ${report.ignoredColumns.join(', ')}.`] : []),
    ...(report.removed > 0 ? [`  ${counted(report.removed, 'stored engagement')} removed as void.`] : []),
    ...(report.createdUsers > 0
      ? [`  ${counted(report.createdUsers, 'learner')} ${report.dryRun ? 'to be ' : ''}created by their id.`]
      : []),
  ].join('\n');
}

/** The listed errors, one a line, and how many more there are. Empty when nothing was refused. */
export function refusalText({ errors, errorCount }: Pick<ImportReport, 'errors' | 'errorCount'>): string {
  const more = errorCount - errors.length;
  return [
    ...errors.map(errorLine),
    ...(more > 0 ? [`... and ${counted(more, 'more error', 'more errors')}.`] : []),
  ].join('\n');
}

function errorLine({ line, column, value, reason, code }: ImportError): string {
  const where = column === null ? '' : `, column "${column}"`;
  const what = value === null ? '' : `, value ${JSON.stringify(value)}`;
  return `line ${line}${where}${what}: ${reason} (${code})`;
}
