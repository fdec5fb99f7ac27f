import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import type { Generated } from '../../seed/main.js';
import type { CliContext } from './context.js';
import { count, seconds } from './format.js';
import { integer, seed as parseSeed, withOutputOptions } from './options.js';
import type { Output, OutputOptions } from './output.js';
import { runVerb, type VerbTools } from './run-verb.js';
import { writeSeedCsv } from './seed-csv.js';

interface SeedVerbOptions extends OutputOptions {
  readonly profile?: 'realistic' | 'reference';
  readonly size?: 'demo' | 'medium' | 'full';
  readonly users?: number;
  readonly contents?: number;
  readonly engagements?: number;
  readonly seed?: number;
  readonly csv?: string;
  readonly truth?: string;
  readonly force?: boolean;
}

/** Rows that a 32-bit key and memory have room for. */
const MOST_ROWS = 50_000_000;

/** `seed`: demo data whose preferences can be learnt. */
export function addSeed(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('seed'))
    .summary('fill the database with demo data')
    .description(
      'Fill an empty database with made-up learners, content and engagements, in one transaction; the same seed gives the ' +
        'same data. With --csv, write files instead.',
    )
    .addOption(
      new Option(
        '--profile <name>',
        'realistic: preferences that can be learnt (default); reference: the distributions of the notebook, popularity alone',
      ).choices(['realistic', 'reference']),
    )
    .addOption(
      new Option(
        '--size <name>',
        'learners, contents and engagements: demo 5,000 / 1,000 / 100,000 (default), medium 20,000 / 3,000 / 500,000, ' +
          'full 100,000 / 10,000 / 3,000,000',
      ).choices(['demo', 'medium', 'full']),
    )
    .option('--users <number>', 'learners, with the ids 1 to N (default: by the size)', integer(0, MOST_ROWS))
    .option(
      '--contents <number>',
      'pieces of content, with the ids 1 to N (default: by the size)',
      integer(0, MOST_ROWS),
    )
    .option('--engagements <number>', 'engagements, over the year 2025 (default: by the size)', integer(0, MOST_ROWS))
    .option('--seed <number>', 'where chance starts (default: 42)', parseSeed)
    .option('--csv <folder>', 'write users.csv, content.csv and engagements.csv there, and leave the database alone')
    .option('--truth <file>', 'write what the data was drawn from, for evaluate --truth')
    .option('--force', 'add to a database that is not empty; learners and content with the same ids are overwritten')
    .addHelpText(
      'after',
      `
Examples:
  learnrec seed
  learnrec seed --size full --truth truth.bin
  learnrec seed --profile reference --size full --csv reference/
  learnrec seed --users 500 --contents 200 --engagements 10000 --seed 7`,
    )
    .action(async (options: SeedVerbOptions) =>
      finish(await runVerb(context, options, (tools) => run(options, tools))),
    );
}

async function run(options: SeedVerbOptions, { output, signal, withContainer }: VerbTools): Promise<void> {
  const [{ generateData, seedDatabase }, { SIZES }] = await Promise.all([
    import('../../seed/main.js'),
    import('../../seed/seed-data.js'),
  ]);
  const named = SIZES[options.size ?? 'demo'];
  const started = performance.now();
  const request = {
    profile: options.profile,
    size: {
      users: options.users ?? named.users,
      contents: options.contents ?? named.contents,
      engagements: options.engagements ?? named.engagements,
    },
    seed: options.seed,
  };
  const folder = options.csv;
  const done = async (generated: Generated, where: string): Promise<void> => {
    if (options.truth !== undefined) await writeTruth(options.truth, generated);
    const { users, contents, engagements, profile, seed } = generated;
    const report = { users, contents, engagements, profile, seed, seconds: (performance.now() - started) / 1000 };
    output.report(
      report,
      () =>
        `${where} ${count(report.users)} learners, ${count(report.contents)} contents and ` +
        `${count(report.engagements)} engagements (${report.profile}, seed ${report.seed}) in ${seconds(report.seconds)}.`,
    );
  };
  const watch = (bar: ReturnType<Output['progress']>, from: number, to: number) => (fraction: number, detail: string) =>
    bar.update(from + (to - from) * fraction, detail);
  if (folder !== undefined) {
    const bar = output.progress('Demo data');
    const generated = generateData({ ...request, onProgress: watch(bar, 0, 0.5) });
    await mkdir(folder, { recursive: true });
    await writeSeedCsv(folder, generated.data, { signal, onProgress: watch(bar, 0.5, 1) });
    await done(generated, `Wrote to ${join(folder, '')}:`);
    return;
  }
  await withContainer(async ({ database }) => {
    const bar = output.progress('Demo data');
    const generated = await seedDatabase(database, {
      ...request,
      force: options.force,
      signal,
      onProgress: watch(bar, 0, 1),
    });
    await done(generated, 'Stored');
  });
}

async function writeTruth(path: string, { data }: Generated): Promise<void> {
  const { encodeTruth } = await import('../evaluation/truth.js');
  await writeFile(path, encodeTruth(data.truth()));
}
