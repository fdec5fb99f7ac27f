import { Argument, type Command } from 'commander';
import { DomainError } from '../errors.js';
import type { Stores } from '../container.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { counted } from './format.js';
import { withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

const ACTIONS = ['check', 'move'] as const;
type Action = (typeof ACTIONS)[number];

/** What became of one model's snapshot. */
interface SnapshotReport {
  readonly model: string;
  readonly place: string;
  readonly bytes: number;
  readonly moved: boolean;
  /** Null where it can be read whole. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** `snapshots`: the stored bytes of models, read through or moved. */
export function addSnapshots(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('snapshots'))
    .summary('check the stored models, or move them to another store')
    .description(
      'check: read every stored model whole, and say which are damaged. move: the same, and put them where SNAPSHOT_STORE says, ' +
        'one after the other. The service goes on meanwhile.',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
    .addHelpText(
      'after',
      `
Exit code: 0 all models are whole, 3 some are not (the others are moved), 1 failed, 2 wrong usage.

Examples:
  learnrec snapshots check
  SNAPSHOT_STORE=s3 SNAPSHOT_S3=s3://models/learnrec SNAPSHOT_FOLDER=/srv/models learnrec snapshots move`,
    )
    .action(async (action: Action, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(
            async ({ stores }) => {
              const reports: SnapshotReport[] = [];
              const bar = output.progress(action === 'move' ? 'Moving models' : 'Checking models');
              const total = await stores.models.count();
              for (const id of await modelIds(stores)) {
                signal.throwIfAborted();
                const report = await look(stores, id, action);
                if (report) reports.push(report);
                bar.update(Math.min(1, reports.length / Math.max(1, total)), `${reports.length} of ${total}`);
              }
              output.report(reports, () => textOf(reports));
              return reports.some(({ error }) => error) ? EXIT.ROWS_REFUSED : EXIT.OK;
            },
            { serving: false },
          ),
        ),
      ),
    );
}

async function modelIds({ models }: Stores): Promise<number[]> {
  const ids: number[] = [];
  for (let page = await models.page({ first: 100 }); page.length > 0;) {
    ids.push(...page.map(({ id }) => id));
    page = await models.page({ first: 100, beforeId: page[page.length - 1].id });
  }
  return ids;
}

/** Null for a model that was removed meanwhile. */
async function look({ models }: Stores, id: number, action: Action): Promise<SnapshotReport | null> {
  let moved = false;
  let error: SnapshotReport['error'] = null;
  try {
    moved = action === 'move' && (await models.relocate(id));
    if (!moved) await models.readSnapshot(id);
  } catch (fault) {
    if (!(fault instanceof DomainError) || !(fault.code.startsWith('SNAPSHOT') || fault.code === 'NOT_FOUND'))
      throw fault;
    error = { code: fault.code, message: fault.message };
  }
  const row = await models.get(id);
  return row && { model: String(id), place: row.snapshotPlace, bytes: row.sizeBytes, moved, error };
}

function textOf(reports: readonly SnapshotReport[]): string {
  const lines = reports.map(({ model, place, bytes, moved, error }) => {
    const state = error ? `${error.code}: ${error.message}` : moved ? 'moved' : 'whole';
    return `  model ${model}, ${place}, ${(bytes / 2 ** 20).toFixed(1)} MiB: ${state}`;
  });
  return [`${counted(reports.length, 'model')}.`, ...lines].join('\n');
}
