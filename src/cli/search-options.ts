import { InvalidArgumentError, Option } from 'commander';
import { DomainError } from '../errors.js';
import type { Search, SearchRequest } from '../services/services.js';
import { counted, seconds, table } from './format.js';

export interface SearchVerbOptions {
  readonly search?: SearchRequest['method'];
  readonly trials?: number;
  readonly budget?: number;
  readonly objective?: SearchRequest['objective'];
  readonly resume?: true;
}

/** A word in any case, handed on in capitals. */
function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text.toUpperCase());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`It must be ${words.map((word) => word.toLowerCase()).join(' or ')}.`);
  };
}

export const searchOption = (): Option =>
  new Option('--search <method>', 'search for options: random, or halving (successive halving)').argParser(
    oneOf(['RANDOM', 'HALVING']),
  );

export const objectiveOption = (): Option =>
  new Option(
    '--objective <measure>',
    'what the search goes by: ndcg or rmse (default: rmse for algorithms that predict scores)',
  ).argParser(oneOf(['NDCG', 'RMSE']));

/** @throws DomainError BAD_USER_INPUT where an option of the search is given without a search */
export function searchRequest(options: SearchVerbOptions): SearchRequest | undefined {
  const { search: method, trials, budget: budgetSeconds, objective, resume } = options;
  if (method !== undefined) return { method, trials, budgetSeconds, objective, resume };
  const alone = Object.entries({ trials, budget: budgetSeconds, objective, resume }).find(([, value]) => value);
  if (alone)
    throw new DomainError(
      'BAD_USER_INPUT',
      `--${alone[0]} belongs to a search: add --search random or --search halving.`,
    );
  return undefined;
}

/** The trials as a table, the chosen one marked, and a line on the search. */
export function searchText(search: Search): string {
  const varied = Object.keys(search.trials[0]?.hyperParameters ?? {}).filter(
    (name) => new Set(search.trials.map(({ hyperParameters }) => hyperParameters[name])).size > 1,
  );
  const measure = search.objective === 'NDCG' ? 'NDCG@10' : 'RMSE';
  const last = search.trials.findLastIndex(({ number }) => number === search.best);
  const rows = search.trials.map((trial, row) => [
    `${trial.number}${row === last ? ' *' : ''}`,
    ...varied.map((name) => String(trial.hyperParameters[name])),
    `${(100 * trial.share).toFixed(0)}%`,
    trial.value === null ? 'refused' : trial.value.toFixed(4),
    trial.reused ? 'known' : seconds(trial.seconds),
  ]);
  const head = ['trial', ...varied, 'learners', measure, 'time'];
  return [
    table(head, rows, { right: head.map((_, place) => place) }),
    `${search.method === 'RANDOM' ? 'Random search' : 'Successive halving'} over ` +
      `${counted(new Set(search.trials.map(({ number }) => number)).size, 'configuration')} on the validation learners ` +
      `in ${seconds(search.seconds)}; the first are the defaults, * is what was chosen; seed ${search.seed}.` +
      (search.complete ? '' : ' The budget ended it early.'),
  ].join('\n');
}
