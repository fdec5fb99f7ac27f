import type { Command } from 'commander';
import { DomainError } from '../errors.js';
import type { TrainingJob } from '../services/services.js';
import type { CliContext } from './context.js';
import { oneLine, seconds, table } from './format.js';
import { minute } from './instants.js';
import { integer, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

/** `jobs`: trainings that were asked for. */
export function addJobs(program: Command, context: CliContext, finish: (code: number) => void): void {
  const jobs = program
    .command('jobs')
    .summary('list trainings, show one, cancel one')
    .description(
      'Trainings that were asked for by `retrain`, by the schedule or by the threshold, on the queue of all processes.',
    );
  addList(jobs, context, finish);
  addShow(jobs, context, finish);
  addCancel(jobs, context, finish);
}

/** None of them recommends anything. */
const WITHOUT_MODEL = { serving: false } as const;

function addList(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('list'))
    .summary('show the trainings, newest first')
    .description('Show the trainings that were asked for, newest first.')
    .option('-n, --first <number>', 'how many (default: 20)', integer(1, 100))
    .action(async ({ first = 20, ...options }: OutputOptions & { readonly first?: number }) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const jobs = (await services.training.list({ first })).edges.map(({ node }) => node);
            output.report({ jobs }, () => listText(jobs));
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function addShow(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('show'))
    .summary('show one training')
    .description('Show one training: where it stands, or what came of it.')
    .argument('<id>', "the job's id")
    .action(async (id: string, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const job = await services.training.get(id);
            if (!job) throw new DomainError('NOT_FOUND', `No training job has the id "${id}".`);
            output.report(job, () => jobText(job));
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function addCancel(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('cancel'))
    .summary('cancel one training')
    .description(
      'Cancel one training: one that waits at once, one that runs within a second. One that has ended stays as it is.',
    )
    .argument('<id>', "the job's id")
    .action(async (id: string, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const job = await services.training.cancel(id);
            output.report(job, () =>
              job.status === 'RUNNING' ? `Training ${job.id} is told to stop.` : `Training ${job.id} is ${job.status}.`,
            );
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function listText(jobs: readonly TrainingJob[]): string {
  if (jobs.length === 0) return 'No training was asked for yet. (`learnrec train` trains without a job.)';
  return table(
    ['job', 'status', 'algorithm', 'asked for', 'took', 'outcome'],
    jobs.map((job) => [job.id, job.status, job.algorithm, minute(job.createdAt), tookOf(job), outcomeOf(job)]),
    { right: [4] },
  );
}

function tookOf({ startedAt, finishedAt }: TrainingJob): string {
  return startedAt && finishedAt ? seconds((finishedAt.getTime() - startedAt.getTime()) / 1000) : '';
}

function outcomeOf({ status, phase, progress, modelId, error }: TrainingJob): string {
  if (status === 'RUNNING') return `${(100 * progress).toFixed(0)}%, ${phase}`;
  return modelId === null ? (error ? `${error.code}: ${oneLine(error.message)}` : '') : `model ${modelId}`;
}

function jobText(job: TrainingJob): string {
  return [
    `Training ${job.id} (${job.algorithm})`,
    `  status     ${job.status}`,
    `  asked for  ${minute(job.createdAt)}`,
    ...(job.startedAt ? [`  begun      ${minute(job.startedAt)}`] : []),
    ...(job.finishedAt ? [`  ended      ${minute(job.finishedAt)}, after ${tookOf(job) || 'no work'}`] : []),
    ...(outcomeOf(job) === '' ? [] : [`  outcome    ${outcomeOf(job)}`]),
  ].join('\n');
}
