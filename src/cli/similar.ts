import { Option, type Command } from 'commander';
import type { SimilarityBasis, SimilarList } from '../services/similar-content.js';
import type { CliContext } from './context.js';
import { oneLine, table } from './format.js';
import { pageRemarks, toControls, withListOptions, type ListOptions } from './list-options.js';
import { withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

interface SimilarVerbOptions extends OutputOptions, ListOptions {
  readonly content: string;
  readonly basis?: string;
  readonly user?: string;
}

/** `similar`: content that is like another. */
export function addSimilar(program: Command, context: CliContext, finish: (code: number) => void): void {
  const command = withOutputOptions(program.command('similar'))
    .summary('list content that is similar to another')
    .description('Print the content that is most similar to one, never itself, each with the terms they share.')
    .requiredOption('-c, --content <id>', 'id of the content to compare with')
    .addOption(
      new Option(
        '--basis <name>',
        'content: about the same (default); collaborative: taken by the same learners; hybrid: the mean of both',
      ).choices(['content', 'collaborative', 'hybrid']),
    )
    .option('-u, --user <id>', 'for this learner: without what they have engaged with (default: for nobody)');
  withListOptions(command, 1)
    .addHelpText(
      'after',
      `
Examples:
  learnrec similar --content 17 -k 5
  learnrec similar --content 17 --basis hybrid --user 42 --ready-only --language en`,
    )
    .action(async (options: SimilarVerbOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(async ({ services }) => {
            const { content, user, basis } = options;
            const list = await services.contents.similar(content, {
              ...toControls(options),
              userId: user,
              basis: basis?.toUpperCase() as SimilarityBasis | undefined,
            });
            output.report(list, () => listText(content, list));
          }),
        ),
      ),
    );
}

function listText(contentId: string, list: SimilarList): string {
  return [
    `Similar to ${oneLine(contentId)}:`,
    list.items.length === 0
      ? 'Nothing is similar.'
      : table(
          ['content_id', 'title', 'similarity', 'shared_terms'],
          list.items.map(({ content, score, sharedTerms }) => [
            oneLine(content.id),
            oneLine(content.title),
            score.toFixed(4),
            oneLine(sharedTerms.join(', ')),
          ]),
          { right: [2] },
        ),
    ...pageRemarks(list),
  ].join('\n');
}
