import { Argument, Option, type Command } from 'commander';
import { IMPORT_KINDS, FIELDS, type ImportKind } from '../services/import/fields.js';
import { importFile, type ImportReport } from '../services/import/import-file.js';
import { createRejectsFile } from '../services/import/rejects-file.js';
import { FORMATS, type Format } from '../services/import/source.js';
import type { AccountNames } from '../services/import/xapi.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { importText, refusalText } from './import-text.js';
import { collect, instant, integer, pair, valuePair, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface ImportVerbOptions extends OutputOptions {
  readonly format?: Format;
  readonly map?: Record<string, string>;
  readonly ignore?: string[];
  readonly value?: Record<string, string>;
  readonly timezone?: string;
  readonly accounts?: string;
  readonly dryRun?: boolean;
  readonly rejects?: string;
  readonly defaultTimestamp?: Date;
  readonly maxErrors: number;
}

/** One file's report, as --json prints it. */
export interface FileReport extends ImportReport {
  readonly path: string;
  readonly seconds: number;
}

/** `import`: learners, content, engagements and feedback from files. */
export function addImport(program: Command, context: CliContext, finish: (code: number) => void): void {
  const fields = IMPORT_KINDS.map((kind) => `  ${kind.padEnd(12)}${FIELDS[kind].map(({ name }) => name).join(', ')}`);
  withOutputOptions(program.command('import'))
    .summary('read learners, content, engagements or feedback from files')
    .description(
      'Read CSV, TSV, JSON Lines or xAPI files (plain or gzip) into the database. Good rows are stored and bad ones reported; ' +
        'importing a file again changes nothing. Import content before engagements and feedback; learners that these name are created.',
    )
    .addArgument(new Argument('<kind>', 'what the files hold').choices(IMPORT_KINDS))
    .argument('<files...>', 'delimited text with a header line, JSON objects, or xAPI statements')
    .option('-m, --map <theirs=ours>', 'read their column as our field; repeat for more', pair)
    .option('--ignore <theirs>', 'take nothing from their column; repeat for more', collect)
    .option('--value <field.word=VALUE>', "read a word of a field as this value of ours; 'null' for none", valuePair)
    .addOption(
      new Option('--format <format>', 'what the files are written in (default: found by looking)').choices(FORMATS),
    )
    .option('--timezone <name>', 'of times without an offset, such as Europe/Berlin or +05:30 (default: UTC)')
    .addOption(
      new Option('--accounts <names>', "ids of xAPI accounts: the account's name, or home page and name").choices([
        'name',
        'full',
      ]),
    )
    .option('--dry-run', 'tell what would be inserted, updated and refused, and write nothing')
    .option('--rejects <file>', 'write every reason for a refusal to this CSV file')
    .option(
      '--default-timestamp <time>',
      'for engagements and feedback without one (default: 1970-01-01T00:00:00Z, before everything real)',
      instant,
    )
    .option('--max-errors <number>', 'errors to list; all are counted', integer(0, 100_000), 20)
    .addHelpText(
      'after',
      `
Fields (columns with these or similar names are found without --map):
${fields.join('\n')}

Times are ISO 8601 (UTC where no offset is given, see --timezone) or seconds or milliseconds since 1970. Durations are seconds or
ISO 8601 (PT15M). Lists are parted by ; or |, or are JSON. Engagements are the same when learner, content, type and time are, or
the event id: the first one stays. Of learners and content with the same id the last one counts, of feedback on the same
content and aspect the newest. More: docs/data.md.
"All levels" is no difficulty, "expert" is ADVANCED; a word that is not known makes its row refused.

Exit code: 0 all rows stored, 3 some rows refused (the others are stored), 1 failed, 2 wrong usage.

Examples:
  learnrec import content courses.csv
  learnrec import engagements log-2024.csv.gz log-2025.csv.gz --map who=userId --map what=contentId
  learnrec import content courses.csv --value difficulty_level.guru=ADVANCED --dry-run
  learnrec import engagements statements.json --rejects rejects.csv
  learnrec import users people.tsv --map grade=seniorityLevel --json`,
    )
    .action(async (kind: ImportKind, files: string[], options: ImportVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(async ({ stores }) => {
            const reports: FileReport[] = [];
            const rejects = options.rejects === undefined ? undefined : await createRejectsFile(options.rejects);
            for (const path of files) {
              const started = performance.now();
              const bar = output.progress(`${options.dryRun ? 'Reading' : 'Importing'} ${kind}`);
              const report = await importFile(stores, {
                kind,
                path,
                format: options.format,
                map: options.map,
                ignore: options.ignore,
                values: options.value,
                timeZone: options.timezone,
                accounts: options.accounts?.toUpperCase() as AccountNames | undefined,
                dryRun: options.dryRun,
                rejects,
                defaultTimestamp: options.defaultTimestamp,
                maxErrors: options.maxErrors,
                signal,
                onProgress: ({ bytesRead, bytes, records, finishing }) =>
                  bar.update(
                    bytes === 0 ? 1 : bytesRead / bytes,
                    `${records.toLocaleString('en-US')} records${finishing ? ', storing the rest' : ''}`,
                  ),
              });
              reports.push({ path, ...report, seconds: (performance.now() - started) / 1000 });
              if (report.refused > 0) output.remark(refusalText(report));
            }
            await rejects?.close();
            output.report(files.length === 1 ? reports[0] : reports, () => reports.map(importText).join('\n'));
            return reports.some(({ refused }) => refused > 0) ? EXIT.ROWS_REFUSED : EXIT.OK;
          }),
        ),
      ),
    );
}
