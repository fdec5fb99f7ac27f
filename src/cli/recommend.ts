import type { Command } from 'commander';
import type { RecommendationList } from '../services/recommendation.js';
import type { CliContext } from './context.js';
import { counted, oneLine, table } from './format.js';
import { pageRemarks, toControls, withListOptions, type ListOptions } from './list-options.js';
import { integer, share, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface RecommendVerbOptions extends OutputOptions, ListOptions {
  readonly user: string;
  readonly alpha?: number;
  readonly exploration?: number;
  readonly reasons?: number;
}

/** `recommend`: a learner's list, as a frontend would get it. */
export function addRecommend(program: Command, context: CliContext, finish: (code: number) => void): void {
  const command = withOutputOptions(program.command('recommend'))
    .summary('recommend content to a learner')
    .description('Print the recommendations of one learner, best first. An id that is not known gets what all like.')
    .requiredOption('-u, --user <id>', "the learner's id")
    .option('--alpha <share>', 'share of the collaborative half, 0 to 1 (default: as fitted)', share)
    .option('--exploration <share>', 'share of the fresh content that is moved up, 0 to 1 (default: 0.05)', share)
    .option('--reasons <number>', 'reasons to print for each (default: none)', integer(1, 100));
  withListOptions(command, 10)
    .addHelpText(
      'after',
      `
Examples:
  learnrec recommend --user 42 -k 5 --alpha 0.7
  learnrec recommend --user 42 --domain "Data Science" --not-difficulty ADVANCED --max-minutes 30
  learnrec recommend --user 42 --ready-only --diversity 0.3 --reasons 2
  learnrec recommend --user 42 --json`,
    )
    .action(async (options: RecommendVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const { user, alpha, exploration, reasons } = options;
            const list = await services.recommendations.forUser({
              userId: user,
              alpha,
              exploration,
              ...toControls(options),
            });
            output.report(reasons === undefined ? list : withReasons(list, reasons), () => listText(list, reasons));
          }),
        ),
      ),
    );
}

/** The list with its reasons as plain values. */
function withReasons(list: RecommendationList, most: number): object {
  return { ...list, items: list.items.map((item) => ({ ...item, reasons: item.reasons(most) })) };
}

function listText(list: RecommendationList, reasons?: number): string {
  const { userId, alpha, servedBy, items } = list;
  const basis = servedBy.fallbackReason ?? `from ${counted(servedBy.foldedInEngagements, 'engaged item')}`;
  const because = reasons === undefined ? [] : ['reasons'];
  return [
    `Learner ${userId}: model ${servedBy.modelVersion} (${servedBy.algorithm}), alpha ${alpha}, ${servedBy.strategy}, ${basis}`,
    items.length === 0
      ? 'Nothing is left to recommend.'
      : table(
          ['content_id', 'title', 'predicted_score', ...because],
          items.map((item) => [
            oneLine(item.content.id),
            oneLine(item.content.title),
            item.score.toFixed(4),
            ...because.map(() =>
              item
                .reasons(reasons!)
                .map(({ share: part, text }) => `${Math.round(100 * part)}% ${oneLine(text)}`)
                .join('\n'),
            ),
          ]),
          { right: [2], ruled: reasons !== undefined },
        ),
    ...pageRemarks(list),
  ].join('\n');
}
