import { Option, type Command } from 'commander';
import { ALGORITHM_NAMES, type AlgorithmName } from '../model/recommender.js';
import type { Model } from '../services/services.js';
import type { CliContext } from './context.js';
import { evaluationText } from './evaluation-table.js';
import { count, seconds } from './format.js';
import { numberPair, seed as parseSeed, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface TrainVerbOptions extends OutputOptions {
  readonly algorithm?: AlgorithmName;
  readonly param?: Record<string, number>;
  readonly seed?: number;
  readonly note?: string;
}

/** `train`: trains here, waits, and puts the model into service. */
export function addTrain(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('train'))
    .summary('train a model and put it into service')
    .description('Train a model on everything stored, measure it on held-out engagements, and put it into service.')
    .addOption(new Option('-a, --algorithm <name>', 'the collaborative half').choices(ALGORITHM_NAMES))
    .option('--param <name=number>', 'an option of the algorithm; repeat for more', numberPair)
    .option('--seed <number>', 'where chance starts (default: 42)', parseSeed)
    .option('--note <text>', 'a remark to keep with the model')
    .addHelpText(
      'after',
      `
Examples:
  learnrec train
  learnrec train --algorithm IALS --param factors=64 --param epochs=12 --note "more factors"`,
    )
    .action(async (options: TrainVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, signal, withContainer }) =>
          withContainer(async ({ train }) => {
            const bar = output.progress('Training');
            const model = await train(
              {
                algorithm: options.algorithm,
                hyperParameters: options.param,
                seed: options.seed,
                note: options.note,
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
  const options = Object.entries(model.hyperParameters).map(([name, value]) => `${name} ${value}`);
  return [
    `Model ${model.id} (${model.algorithm}${options.length > 0 ? `: ${options.join(', ')}` : ''}) is in service. It learnt from ` +
      `${count(model.engagements)} engagements of ${count(model.users)} learners with ${count(model.contents)} contents ` +
      `in ${seconds(model.trainingSeconds)}; alpha ${model.alpha}; ${(model.sizeBytes / 1e6).toFixed(1)} MB.`,
    model.evaluation ? evaluationText(model.evaluation) : 'There was too little data to hold some out and measure.',
  ].join('\n');
}
