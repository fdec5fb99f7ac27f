import { Argument, type Command } from 'commander';
import { IMPORT_KINDS, FIELDS, type ImportKind } from '../services/import/fields.js';
import { importFile, type ImportReport } from '../services/import/import-file.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { importText, refusalText } from './import-text.js';
import { instant, integer, pair, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface ImportVerbOptions extends OutputOptions {
  readonly map?: Record<string, string>;
  readonly defaultTimestamp?: Date;
  readonly maxErrors: number;
}

/** One file's report, as --json prints it. */
export interface FileReport extends ImportReport {
  readonly path: string;
  readonly seconds: number;
}

/** `import`: learners, content and engagements from files. */
export function addImport(program: Command, context: CliContext, finish: (code: number) => void): void {
  const fields = IMPORT_KINDS.map((kind) => `  ${kind.padEnd(12)}${FIELDS[kind].map(({ name }) => name).join(', ')}`);
  withOutputOptions(program.command('import'))
    .summary('read learners, content or engagements from CSV files')
    .description(
      'Read CSV or TSV files (plain or gzip) into the database. Good rows are stored and bad ones reported; importing a file ' +
        'again changes nothing. Import content before engagements; learners that engagements name are created.',
    )
    .addArgument(new Argument('<kind>', 'what the files hold').choices(IMPORT_KINDS))
    .argument('<files...>', 'files with a header line; the delimiter is found by it')
    .option('-m, --map <theirs=ours>', 'read their column as our field; repeat for more', pair)
    .option(
      '--default-timestamp <time>',
      'for engagements without one (default: 1970-01-01T00:00:00Z, before everything real)',
      instant,
    )
    .option('--max-errors <number>', 'errors to list; all are counted', integer(0, 100_000), 20)
    .addHelpText(
      'after',
      `
Fields (columns with these or similar names are found without --map):
${fields.join('\n')}

Times are ISO 8601 (UTC where no offset is given) or seconds or milliseconds since 1970. Lists are parted by ; or |.
"All levels" is no difficulty, "expert" is ADVANCED; a word that is not known makes its row refused.

Exit code: 0 all rows stored, 3 some rows refused, 1 failed, 2 wrong usage.

Examples:
  learnrec import content courses.csv
  learnrec import engagements log-2024.csv.gz log-2025.csv.gz --map who=userId --map what=contentId
  learnrec import users people.tsv --map grade=seniorityLevel --json`,
    )
    .action(async (kind: ImportKind, files: string[], options: ImportVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(async ({ stores }) => {
            const reports: FileReport[] = [];
            for (const path of files) {
              const started = performance.now();
              const bar = output.progress(`Importing ${kind}`);
              const report = await importFile(stores, {
                kind,
                path,
                map: options.map,
                defaultTimestamp: options.defaultTimestamp,
                maxErrors: options.maxErrors,
                signal,
                onProgress: ({ bytesRead, bytes, records }) =>
                  bar.update(bytes === 0 ? 1 : bytesRead / bytes, `${records.toLocaleString('en-US')} records`),
              });
              reports.push({ path, ...report, seconds: (performance.now() - started) / 1000 });
              if (report.refused > 0) output.remark(refusalText(report));
            }
            output.report(files.length === 1 ? reports[0] : reports, () => reports.map(importText).join('\n'));
            return reports.some(({ refused }) => refused > 0) ? EXIT.ROWS_REFUSED : EXIT.OK;
          }),
        ),
      ),
    );
}
