import { Option, type Command } from 'commander';
import { ALGORITHM_CHOICES, type AlgorithmChoice } from '../model/recommender.js';
import type { Model, TrainingEngine } from '../services/services.js';
import type { CliContext } from './context.js';
import { evaluationText } from './evaluation-table.js';
import { objectiveOption, oneOf, searchOption, searchRequest, searchText } from './search-options.js';
import { counted, seconds } from './format.js';
import { integer, numberPair, seed as parseSeed, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface TrainVerbOptions extends OutputOptions {
  readonly engine?: TrainingEngine;
  readonly algorithm?: AlgorithmChoice;
  readonly param?: Record<string, number>;
  readonly seed?: number;
  readonly note?: string;
  readonly search?: 'RANDOM' | 'HALVING';
  readonly trials?: number;
  readonly budget?: number;
  readonly objective?: 'NDCG' | 'RMSE';
  readonly resume?: true;
}

/** `train`: trains here, waits, and puts the model into service as the quality gate lets it. */
export function addTrain(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('train'))
    .summary('train a model and put it into service')
    .description(
      'Train a model on everything stored, measure it on held-out engagements, and put it into service, unless GATE is strict ' +
        'and it is significantly worse than the one that serves.',
    )
    .addOption(
      new Option(
        '--engine <name>',
        'where to fit: local (default), or spark, which fits IALS (docs/spark.md)',
      ).argParser(oneOf(['LOCAL', 'SPARK'])),
    )
    .addOption(
      new Option('-a, --algorithm <name>', 'the collaborative half (default: AUTO, which tries the others)').choices(
        ALGORITHM_CHOICES,
      ),
    )
    .option('--param <name=number>', 'an option of the algorithm; repeat for more', numberPair)
    .option('--seed <number>', 'where chance starts (default: 42)', parseSeed)
    .addOption(searchOption())
    .option('--trials <number>', 'configurations that the search tries (default: 20)', integer(1, 1000))
    .option(
      '--budget <seconds>',
      'time for AUTO (default: 300), or for the trials of a search (default: no limit)',
      integer(1),
    )
    .addOption(objectiveOption())
    .option('--resume', 'take over the trials of earlier models on the same data')
    .option('--note <text>', 'a remark to keep with the model')
    .addHelpText(
      'after',
      `
Examples:
  learnrec train
  learnrec train --budget 60
  learnrec train --algorithm IALS --param factors=64 --param epochs=12 --note "more factors"
  learnrec train --algorithm IALS --search halving --trials 27 --budget 600
  learnrec train --algorithm IALS --param factors=64 --search random --trials 40 --resume
  learnrec train --engine spark --param factors=64`,
    )
    .action(async (options: TrainVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(async ({ train }) => {
            const bar = output.progress('Training');
            const model = await train(
              {
                engine: options.engine,
                algorithm: options.algorithm,
                hyperParameters: options.param,
                seed: options.seed,
                note: options.note,
                search: searchRequest(options),
                timeBudgetSeconds: options.search === undefined ? options.budget : undefined,
              },
              { signal, onProgress: (phase, fraction, detail) => bar.update(fraction, `${phase} ${detail}`.trimEnd()) },
            );
            output.report(model, () => modelText(model));
          }),
        ),
      ),
    );
}

function modelText(model: Model): string {
  return [
    `Model ${model.id} (${partsText(model)}) is ` +
      `${model.isActive ? 'in service' : 'stored, and not in service'}. It learnt from ` +
      `${counted(model.engagements, 'engagement')} of ${counted(model.users, 'learner')} with ${counted(model.contents, 'content')} ` +
      `in ${seconds(model.trainingSeconds)}; ${alphaText(model)}; ${(model.sizeBytes / 1e6).toFixed(1)} MB.`,
    ...(model.isActive || !model.activation ? [] : [model.activation.reason]),
    ...(model.search ? [searchText(model.search)] : []),
    model.evaluation ? evaluationText(model.evaluation) : 'There was too little data to hold some out and measure.',
  ].join('\n');
}

function alphaText({ alpha, alphaByHistory }: Model): string {
  if (!alphaByHistory) return `alpha ${alpha}`;
  return `alpha ${alphaByHistory.map((step) => `${step.alpha} from ${step.fromLength}`).join(', ')} pieces of content on`;
}

/** What a model's collaborative half is made of, on one line. */
export function partsText({ parts, popularityPrior }: Model): string {
  const texts = parts.map(({ algorithm, hyperParameters, weight }) => {
    const options = Object.entries(hyperParameters).map(([name, value]) => `${name} ${value}`);
    const share = parts.length > 1 ? `${(100 * weight).toFixed(0)}% ` : '';
    return `${share}${algorithm}${options.length > 0 ? `: ${options.join(', ')}` : ''}`;
  });
  return [...texts, ...(popularityPrior ? [`popularity prior ${popularityPrior.weight}`] : [])].join('; ');
}
