import { InvalidArgumentError, Option } from 'commander';
import { DomainError } from '../errors.js';
import type { Search, SearchRequest, SearchTrial } from '../services/training-search.js';
import { counted, seconds, table } from './format.js';

export interface SearchVerbOptions {
  readonly search?: SearchRequest['method'];
  readonly trials?: number;
  readonly budget?: number;
  readonly objective?: SearchRequest['objective'];
  readonly resume?: true;
}

/** A word in any case, handed on in capitals. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
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
  const alone = Object.entries({ trials, objective, resume }).find(([, value]) => value);
  if (alone)
    throw new DomainError(
      'BAD_USER_INPUT',
      `--${alone[0]} belongs to a search: add --search random or --search halving.`,
    );
  return undefined;
}

/** The trials as a table, what was chosen marked, and a line on how it was chosen. */
export function searchText(search: Search): string {
  return search.method === 'AUTO' ? autoText(search) : optionsText(search);
}

function optionsText(search: Search): string {
  const varied = variedOptions(search.trials);
  const measure = search.objective === 'NDCG' ? 'NDCG@10' : 'RMSE';
  const last = search.trials.findLastIndex(({ number }) => number === search.best);
  const rows = search.trials.map((trial, row) => [
    `${trial.number}${row === last ? ' *' : ''}`,
    ...varied.map((name) => String(trial.hyperParameters[name])),
    `${(100 * trial.share).toFixed(0)}%`,
    trial.value === null ? 'refused' : trial.value.toFixed(4),
    timeText(trial),
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

function autoText(search: Search): string {
  if (search.trials.length === 0)
    return `AUTO had nothing to choose by: ${counted(search.learners ?? 0, 'learner')} with something held out. It took what does well on most data.`;
  const rows = search.trials.map((trial) => [
    String(trial.number),
    trial.algorithm,
    changedOptions(trial, search.trials),
    trial.value === null ? '' : `${trial.value.toFixed(4)} (${trial.low!.toFixed(4)}-${trial.high!.toFixed(4)})`,
    timeText(trial),
    trial.reason ?? trial.outcome.toLowerCase().replace('_', ' '),
  ]);
  return [
    table(['trial', 'algorithm', 'options', 'NDCG@10', 'time', 'outcome'], rows, { right: [0, 3, 4] }),
    `AUTO tried ${counted(search.trials.filter(({ value }) => value !== null).length, 'setting')} on ` +
      `${counted(search.learners ?? 0, 'validation learner')} in ${seconds(search.seconds)}, of ${search.budgetSeconds} s; seed ${search.seed}.` +
      (search.complete ? '' : ' The budget left some out: with another, or on another machine, the choice may differ.'),
  ].join('\n');
}

const timeText = (trial: SearchTrial): string => (trial.reused ? 'known' : seconds(trial.seconds));

function variedOptions(trials: readonly SearchTrial[]): string[] {
  return Object.keys(trials[0]?.hyperParameters ?? {}).filter(
    (name) => new Set(trials.map(({ hyperParameters }) => hyperParameters[name])).size > 1,
  );
}

/** What differs from the first trial of the same algorithm, which are its defaults. */
function changedOptions({ algorithm, hyperParameters }: SearchTrial, trials: readonly SearchTrial[]): string {
  const defaults = trials.find((trial) => trial.algorithm === algorithm)!.hyperParameters;
  const changed = Object.entries(hyperParameters).filter(([name, value]) => defaults[name] !== value);
  return changed.length === 0 ? 'defaults' : changed.map(([name, value]) => `${name} ${value}`).join(', ');
}
