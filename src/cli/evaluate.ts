import type { Command } from 'commander';
import { DomainError } from '../errors.js';
import { PROTOCOLS, type Protocol } from '../evaluation/protocols.js';
import { SEGMENTATIONS, type Segmentation } from '../evaluation/segments.js';
import { readTruth } from '../services/read-truth.js';
import { readTestSet } from '../services/import/read-test-set.js';
import type { CliContainer, CliContext } from './context.js';
import { evaluationText } from './evaluation-table.js';
import { counted, wrapped } from './format.js';
import { refusalText } from './import-text.js';
import {
  instant,
  integer,
  name,
  names,
  pair,
  seed as parseSeed,
  share,
  shares,
  valuePair,
  withOutputOptions,
} from './options.js';
import type { OutputOptions } from './output.js';
import { scoreFoldsText } from './score-folds-table.js';
import { runVerb, type VerbTools } from './run-verb.js';

interface EvaluateVerbOptions extends OutputOptions {
  readonly sample?: number;
  readonly k?: number;
  readonly alpha?: number;
  readonly alphas?: number[];
  readonly segments?: Segmentation[];
  readonly protocol?: Protocol | 'SCORE_FOLDS';
  readonly testShare?: number;
  readonly folds?: number;
  readonly against?: string;
  readonly seed?: number;
  readonly truth?: string;
  readonly test?: string;
  readonly map?: Record<string, string>;
  readonly value?: Record<string, string>;
  readonly timezone?: string;
  readonly defaultTimestamp?: Date;
}

/** The model is read by the thread that measures it. */
const WITHOUT_SERVING = { serving: false };
/** Errors of a test file that are listed. */
const LISTED = 5;

/** `evaluate`: how well the active model ranks what it has not seen. */
export function addEvaluate(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('evaluate'))
    .summary('measure the active model')
    .description(
      'Rank the whole catalogue for learners with held-out engagements, and compare the blend with its halves, with ' +
        'popularity and with chance. With --test, predict the engagements of a file, by the model as it serves.',
    )
    .option('--sample <number>', 'learners to rank, drawn by the seed; 0 for all (default: 1000)', integer(0))
    .option('-k <number>', 'length of the lists (default: 10)', integer(1, 100))
    .option('--alpha <share>', 'share of the collaborative half (default: as fitted)', share)
    .option('--alphas <shares>', 'further shares to measure, for the curve: 0,0.25,0.5 (at most 21)', shares)
    .option(
      '--segments <names>',
      'parts of the learners: activity,department,seniority (default: activity)',
      names(SEGMENTATIONS),
    )
    .option(
      '--protocol <name>',
      'how to part the engagements: temporal, per-user-ratio, leave-last-out, stratified, score-folds ' +
        "(default: the model's own hold-out; any other fits the model anew)",
      name([...PROTOCOLS, 'SCORE_FOLDS']),
    )
    .option('--test-share <share>', 'what the protocol holds out (default: 0.2; stratified: 0.25)', share)
    .option('--folds <number>', 'folds of score-folds (default: 5)', integer(2, 20))
    .option('--against <model>', 'compare with another stored model, learner by learner, in place of a report')
    .option('--seed <number>', 'where chance starts (default: 42)', parseSeed)
    .option('--truth <file>', 'what seed --truth wrote: report the share of what could be attained')
    .option('--test <file>', 'engagements to predict, in a file as `import` reads them; they are not stored')
    .option('-m, --map <theirs=ours>', 'read their column of the test file as our field; repeat for more', pair)
    .option('--value <field.word=VALUE>', 'read a word of a field of the test file as this value of ours', valuePair)
    .option('--timezone <name>', 'of times in the test file without an offset (default: UTC)')
    .option('--default-timestamp <time>', 'for engagements of the test file without one', instant)
    .addHelpText(
      'after',
      `
Protocols (docs/evaluation.md):
  temporal         rows from an instant on are the test
  per-user-ratio   the latest share of each learner's content
  leave-last-out   the latest content of each learner
  stratified       a random quarter of each learner's rows, as in the benchmarks of microsoft/recommenders
  score-folds      RMSE and MAE of predicted scores in 5 folds, as in the table of Surprise's README

Examples:
  learnrec evaluate
  learnrec evaluate --sample 0 -k 20
  learnrec evaluate --alphas 0,0.2,0.4,0.6,0.8,1 --segments activity,department
  learnrec evaluate --sample 0 --test engagements-test.csv
  learnrec evaluate --protocol leave-last-out
  learnrec evaluate --protocol score-folds
  learnrec evaluate --against 3`,
    )
    .action(async (options: EvaluateVerbOptions) =>
      finish(
        await runVerb(context, options, (tools) =>
          tools.withContainer(async (container) => {
            if (options.against !== undefined) {
              const result = await compareWith(container, options.against, options, tools);
              tools.output.report(result, () => wrapped(result.text));
              return;
            }
            if (options.protocol === 'SCORE_FOLDS') {
              const result = await scoreFolds(container, options, tools);
              tools.output.report(result, () => scoreFoldsText(result));
              return;
            }
            const report = await evaluate(container, options, options.protocol, tools);
            tools.output.report(report, () => evaluationText(report));
          }, WITHOUT_SERVING),
        ),
      ),
    );
}

function scoreFolds({ evaluate }: CliContainer, { folds, seed }: EvaluateVerbOptions, { output, signal }: VerbTools) {
  const bar = output.progress('Evaluating');
  return evaluate.scoreFolds(
    { folds, seed },
    { signal, onProgress: (phase, fraction, detail) => bar.update(fraction, `${phase} ${detail}`.trimEnd()) },
  );
}

/** The active model against another. */
async function compareWith(
  { services, significance }: CliContainer,
  against: string,
  { sample }: EvaluateVerbOptions,
  { output, signal }: VerbTools,
) {
  const active = await services.models.active();
  if (!active) throw new DomainError('MODEL_NOT_READY', 'No model is active yet: train one first.');
  const bar = output.progress('Comparing');
  return significance(
    { a: against, b: active.id, sampleSize: sample },
    { signal, onProgress: (phase, fraction, detail) => bar.update(fraction, `${phase} ${detail}`.trimEnd()) },
  );
}

async function evaluate(
  container: CliContainer,
  options: EvaluateVerbOptions,
  protocol: Protocol | undefined,
  { output, signal }: VerbTools,
) {
  const request = {
    sampleSize: options.sample,
    k: options.k,
    alpha: options.alpha,
    alphas: options.alphas,
    segments: options.segments,
    protocol,
    testShare: options.testShare,
    seed: options.seed,
  };
  const truth = options.truth === undefined ? undefined : await readTruth(container.stores, options.truth);
  const watch = () => {
    const bar = output.progress('Evaluating');
    return {
      signal,
      truth,
      onProgress: (phase: string, fraction: number, detail: string) =>
        bar.update(fraction, `${phase} ${detail}`.trimEnd()),
    };
  };
  if (options.test === undefined) return container.evaluate.run(request, watch());
  const reading = output.progress('Reading the test file');
  const set = await readTestSet(container.stores, {
    path: options.test,
    map: options.map,
    values: options.value,
    timeZone: options.timezone,
    defaultTimestamp: options.defaultTimestamp,
    maxErrors: LISTED,
    signal,
    onProgress: ({ bytesRead, bytes }) => reading.update(bytes === 0 ? 1 : bytesRead / bytes),
  });
  if (set.refused > 0)
    output.remark(`${counted(set.refused, 'record')} of the test file left out.\n${refusalText(set)}`);
  return container.evaluate.runOn(set.columns, request, watch());
}
