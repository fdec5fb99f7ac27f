import type { Command } from 'commander';
import type { RecommendationList } from '../services/recommendation.js';
import type { CliContext } from './context.js';
import { counted, oneLine, table } from './format.js';
import { integer, share, withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface RecommendVerbOptions extends OutputOptions {
  readonly user: string;
  readonly k?: number;
  readonly alpha?: number;
}

/** `recommend`: a learner's list, as a frontend would get it. */
export function addRecommend(program: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(program.command('recommend'))
    .summary('recommend content to a learner')
    .description('Print the recommendations of one learner, best first. An id that is not known gets what all like.')
    .requiredOption('-u, --user <id>', "the learner's id")
    .option('-k <number>', 'length of the list (default: 10)', integer(1, 100))
    .option('--alpha <share>', 'share of the collaborative half, 0 to 1 (default: as fitted)', share)
    .addHelpText(
      'after',
      `
Examples:
  learnrec recommend --user 42 -k 5 --alpha 0.7
  learnrec recommend --user 42 --json`,
    )
    .action(async (options: RecommendVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const list = await services.recommendations.forUser({
              userId: options.user,
              k: options.k,
              alpha: options.alpha,
            });
            output.report(list, () => listText(list));
          }),
        ),
      ),
    );
}

function listText({ userId, alpha, servedBy, items }: RecommendationList): string {
  const basis = servedBy.fallbackReason ?? `from ${counted(servedBy.foldedInEngagements, 'engaged item')}`;
  return [
    `Learner ${userId}: model ${servedBy.modelVersion} (${servedBy.algorithm}), alpha ${alpha}, ${servedBy.strategy}, ${basis}`,
    items.length === 0
      ? 'Nothing is left to recommend.'
      : table(
          ['content_id', 'title', 'predicted_score'],
          items.map(({ content, score }) => [oneLine(content.id), oneLine(content.title), score.toFixed(4)]),
          { right: [2] },
        ),
  ].join('\n');
}
