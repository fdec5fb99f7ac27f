import { Argument, Option, type Command } from 'commander';
import { EXPORT_FORMATS, exportFile, type ExportFormat } from '../services/export/export-file.js';
import { IMPORT_KINDS, type ImportKind } from '../services/import/fields.js';
import type { Stores } from '../container.js';
import type { CliContext } from './context.js';
import { counted, seconds } from './format.js';
import { withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface ExportVerbOptions extends OutputOptions {
  readonly format?: ExportFormat;
}

/** `export`: learners, content, engagements and feedback to files. */
export function addExport(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('export'))
    .summary('write learners, content, engagements or feedback to a file')
    .description(
      'Write everything of one kind to a file, as the database is at one moment; importing it gives the same rows. The file ' +
        'appears when it is complete; a name that ends in .gz is packed.',
    )
    .addArgument(new Argument('<kind>', 'what to write').choices(IMPORT_KINDS))
    .argument('<file>', 'file to write; one that is there is replaced')
    .addOption(
      new Option('--format <format>', 'default: jsonl where the name says so (.jsonl, .ndjson), else csv').choices(
        EXPORT_FORMATS,
      ),
    )
    .addHelpText(
      'after',
      `
Examples:
  learnrec export users people.csv
  learnrec export engagements log.jsonl.gz`,
    )
    .action(async (kind: ImportKind, path: string, options: ExportVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(async ({ stores }) => {
            const started = performance.now();
            const total = await totalOf(kind, stores);
            const bar = output.progress(`Exporting ${kind}`);
            const written = await exportFile(stores, {
              kind,
              path,
              format: options.format ?? formatOf(path),
              signal,
              onProgress: (records) =>
                bar.update(Math.min(1, records / Math.max(1, total)), `${records.toLocaleString('en-US')} records`),
            });
            const report = { path, ...written, seconds: (performance.now() - started) / 1000 };
            output.report(
              report,
              () => `${path}: ${counted(report.records, 'record')} of ${kind} written in ${seconds(report.seconds)}.`,
            );
          }),
        ),
      ),
    );
}

async function totalOf(kind: ImportKind, stores: Stores): Promise<number> {
  switch (kind) {
    case 'users':
      return stores.users.total();
    case 'content':
      return stores.contents.total();
    case 'engagements':
    case 'feedback':
      return (await stores[kind].stats()).rows;
  }
}

function formatOf(path: string): ExportFormat {
  return /\.(jsonl|ndjson)(\.gz)?$/i.test(path) ? 'jsonl' : 'csv';
}
