import { Argument, type Command } from 'commander';
import { DomainError } from '../errors.js';
import type { Model } from '../services/services.js';
import type { CliContext } from './context.js';
import { minute } from './instants.js';
import { count, oneLine, seconds, table } from './format.js';
import { integer, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';
import { partsText } from './train.js';

/** `models`: the stored models, and which of them serves. */
export function addModels(program: Command, context: CliContext, finish: (code: number) => void): void {
  const models = program
    .command('models')
    .summary('list models, show one, put one into service, delete one')
    .description('The trained models that are stored. Every service follows within a second or so, without a restart.');
  addList(models, context, finish);
  addShow(models, context, finish);
  addActivate(models, context, finish);
  addDelete(models, context, finish);
}

/** None of them recommends anything. */
const WITHOUT_MODEL = { serving: false } as const;

function addList(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('list'))
    .summary('show the models, newest first')
    .description('Show the models, newest first, with NDCG on the hold-out of each.')
    .option('-n, --first <number>', 'how many (default: 20)', integer(1, 100))
    .action(async ({ first = 20, ...options }: OutputOptions & { readonly first?: number }) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const models = (await services.models.list({ first })).edges.map(({ node }) => node);
            output.report({ models }, () => listText(models));
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function addShow(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withId(parent.command('show'), 'default: the active one', false)
    .summary('show one model')
    .description('Show what one model was trained on and how, what it measured, and what the quality gate decided.')
    .action(async (id: string | undefined, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const model = await (id === undefined ? services.models.active() : services.models.get(id));
            if (!model)
              throw new DomainError(
                'NOT_FOUND',
                id === undefined ? 'No model is active.' : `No model has the id "${id}".`,
              );
            output.report(model, () => modelText(model));
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function addActivate(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withId(parent.command('activate'), 'as `models list` shows it', true)
    .summary('put a model into service')
    .description(
      'Read one model whole and put it into service in place of the one that serves; also the way back to an older one.',
    )
    .action(async (id: string, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const model = await services.models.activate(id);
            output.report(model, () => `Model ${model.id} (${partsText(model)}) is in service.`);
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function addDelete(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withId(parent.command('delete'), 'as `models list` shows it', true)
    .summary('delete a model that is not in service')
    .description('Delete one model with its snapshot. The one in service is refused.')
    .action(async (id: string, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const deleted = await services.models.delete(id);
            output.report({ deleted }, () => `Model ${deleted} is deleted.`);
          }, WITHOUT_MODEL),
        ),
      ),
    );
}

function withId(command: Command, description: string, isRequired: boolean): Command {
  const id = new Argument(isRequired ? '<id>' : '[id]', `the model's id; ${description}`);
  return withOutputOptions(command).addArgument(id);
}

function listText(models: readonly Model[]): string {
  if (models.length === 0) return 'There are no models: `learnrec train` makes one.';
  return table(
    ['model', 'state', 'algorithm', 'stored', 'engagements', 'NDCG', 'MB', 'note'],
    models.map((model) => [
      model.id,
      stateOf(model),
      model.algorithm,
      minute(model.createdAt),
      count(model.engagements),
      ndcgOf(model),
      (model.sizeBytes / 1e6).toFixed(1),
      oneLine(model.note ?? ''),
    ]),
    { right: [0, 4, 5, 6] },
  );
}

function stateOf({ isActive, fault, activation }: Model): string {
  if (fault !== null) return isActive ? 'active, cannot serve' : 'cannot serve';
  return isActive ? 'active' : activation?.decision === 'KEPT' ? 'kept back' : '';
}

function ndcgOf({ evaluation }: Model): string {
  return evaluation?.results.find(({ contestant }) => contestant === 'HYBRID')?.ndcg.value.toFixed(4) ?? '-';
}

function modelText(model: Model): string {
  const { activation, timings } = model;
  const hybrid = model.evaluation?.results.find(({ contestant }) => contestant === 'HYBRID')?.ndcg;
  const interval =
    hybrid && hybrid.low !== null ? ` (95% interval ${hybrid.low.toFixed(4)} to ${hybrid.high!.toFixed(4)})` : '';
  return [
    `Model ${model.id}: ${partsText(model)}; alpha ${model.alpha}`,
    `  state      ${stateOf(model) || 'stored'}${model.activatedAt ? `, last activated ${minute(model.activatedAt)}` : ''}`,
    ...(model.fault === null ? [] : [`  fault      ${model.fault}`]),
    `  stored     ${minute(model.createdAt)}, ${(model.sizeBytes / 1e6).toFixed(1)} MB`,
    `  data       ${count(model.engagements)} engagements of ${count(model.users)} learners with ${count(model.contents)} contents` +
      (model.lastEngagementAt ? `, the newest of ${minute(model.lastEngagementAt)}` : ''),
    `  training   ${seconds(model.trainingSeconds)}: ${timings.map((part) => `${part.phase} ${seconds(part.seconds)}`).join(', ')}`,
    `  measured   ${hybrid ? `NDCG@${model.evaluation!.k} ${hybrid.value.toFixed(4)}${interval}` : 'nothing: too little data'}`,
    ...(activation ? [`  gate       ${activation.decision}: ${activation.reason}`] : []),
    ...(model.note === null ? [] : [`  note       ${oneLine(model.note)}`]),
  ].join('\n');
}
