import { InvalidArgumentError, Option, type Command } from 'commander';
import { DIFFICULTY_LEVELS } from '../model/engagement.js';
import {
  VALUE_FIELDS,
  type CatalogueFilter,
  type ListControls,
  type RecommendControls,
  type ValueFilter,
} from '../services/list-controls.js';
import type { Shortfall } from '../services/recommendation.js';
import { collect, instant, integer, number, share } from './options.js';

type ValueField = (typeof VALUE_FIELDS)[number];

/** The flag of a field: `--difficulty` and `--type` are what people say. */
const FLAGS: Readonly<Record<ValueField, string>> = {
  domain: 'domain',
  subtopic: 'subtopic',
  difficultyLevel: 'difficulty',
  contentType: 'type',
  language: 'language',
  tags: 'tag',
};

/** What the options of a list are parsed into: texts by flag, in the camel case of commander. */
export interface ListOptions {
  readonly k?: number;
  readonly exclude?: string[];
  readonly maxMinutes?: number;
  readonly publishedAfter?: Date;
  readonly diversity?: number;
  readonly minScore?: number;
  readonly includeSeen?: boolean;
  readonly difficultyFit?: boolean;
  readonly readyOnly?: boolean;
  readonly after?: string;
  readonly [flag: string]: unknown;
}

/** Adds the controls that every list of content has. @param highest of a score */
export function withListOptions(command: Command, highest: number): Command {
  command.option('-k <number>', 'length of the list (default: 10)', integer(1, 100));
  for (const field of VALUE_FIELDS) {
    const flag = FLAGS[field];
    const only = new Option(`--${flag} <value>`, `only content with this ${flag}; repeat for one of several`);
    const not = new Option(`--not-${flag} <value>`, `no content with this ${flag}; repeat for more`);
    for (const option of [only, not]) {
      option.argParser(collect);
      if (field === 'difficultyLevel') option.argParser(level);
      command.addOption(option);
    }
  }
  return command
    .option('--max-minutes <number>', 'only content that takes at most so long', integer(0, 2 ** 31 - 1))
    .option('--published-after <time>', 'only content published later than this', instant)
    .option('--exclude <id>', 'not this content; repeat for more', collect)
    .option('--include-seen', 'also what the learner has engaged with')
    .option('--diversity <share>', 'how much unlikeness counts against score in the order, 0 to 1 (default: 0)', share)
    .option('--difficulty-fit', 'leave out what is too hard, put what is too easy last')
    .option('--ready-only', 'leave out content whose prerequisites the learner has not completed')
    .option(
      '--min-score <number>',
      `leave out what scores less, 0 to ${highest} (default: nothing)`,
      number(0, highest),
    )
    .option('--after <cursor>', 'start behind this cursor, printed under a page that more follows');
}

/** The controls that the options ask for; what was not given is undefined. */
export function toControls(
  options: ListOptions,
): ListControls & Pick<RecommendControls, 'includeSeen' | 'difficultyFit' | 'readyOnly' | 'after'> {
  const { k, exclude, diversity, minScore, includeSeen, difficultyFit, readyOnly, after } = options;
  return { k, exclude, diversity, minScore, includeSeen, difficultyFit, readyOnly, after, filter: toFilter(options) };
}

function toFilter(options: ListOptions): CatalogueFilter | undefined {
  const filter: Partial<Record<ValueField, ValueFilter>> = {};
  for (const field of VALUE_FIELDS) {
    const flag = FLAGS[field];
    const wanted = options[flag] as string[] | undefined;
    const unwanted = options[`not${flag[0]!.toUpperCase()}${flag.slice(1)}`] as string[] | undefined;
    if (wanted || unwanted) filter[field] = { in: wanted, notIn: unwanted };
  }
  const { maxMinutes, publishedAfter } = options;
  if (Object.keys(filter).length === 0 && maxMinutes === undefined && publishedAfter === undefined) return undefined;
  return { ...(filter as CatalogueFilter), maxDurationMinutes: maxMinutes, publishedAfter };
}

function level(text: string, before?: readonly string[]): string[] {
  const value = DIFFICULTY_LEVELS.find((one) => one === text.toUpperCase());
  if (!value) throw new InvalidArgumentError(`It must be one of ${DIFFICULTY_LEVELS.join(', ')}.`);
  return collect(value, before);
}

const WHY: Readonly<Record<Shortfall['reason'], string>> = {
  MIN_SCORE: 'the rest scores less than --min-score',
  FILTERED: 'the rest is filtered out',
  SEEN: 'the learner has engaged with the rest',
  CATALOGUE: 'there is no more',
};

/** What stands under a page: why it is short, or how it goes on. */
export function pageRemarks(page: {
  readonly shortfall: Shortfall | null;
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}): string[] {
  const { shortfall, hasNextPage, endCursor } = page;
  if (shortfall) return [`${shortfall.returned} of ${shortfall.requested}: ${WHY[shortfall.reason]}.`];
  return hasNextPage && endCursor !== null ? [`More: --after ${endCursor}`] : [];
}
