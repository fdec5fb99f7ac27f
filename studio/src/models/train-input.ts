import type { Algorithm, RetrainInput, SearchMethod } from '../generated/operations.js';

/** How the options of an algorithm are found. */
export type OptionSource = 'DEFAULTS' | 'GIVEN' | 'SEARCH';

/** The form of a training as it is filled in; texts as they were typed. */
export interface TrainChoices {
  readonly algorithm: Algorithm;
  readonly source: OptionSource;
  /** By name; an empty text takes the default. */
  readonly options: Readonly<Record<string, string>>;
  readonly method: SearchMethod;
  readonly trials: string;
  /** Seconds: of AUTO, or of the search. */
  readonly budget: string;
  readonly testShare: string;
  readonly seed: string;
  readonly note: string;
  readonly ifRunning: 'QUEUE' | 'REJECT';
}

export const DEFAULT_CHOICES: TrainChoices = {
  algorithm: 'AUTO',
  source: 'DEFAULTS',
  options: {},
  method: 'HALVING',
  trials: '',
  budget: '',
  testShare: '',
  seed: '',
  note: '',
  ifRunning: 'QUEUE',
};

/** A number that was typed; undefined where nothing was. What is no number becomes NaN, which the service refuses by name. */
function typed(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/** What `retrain` is asked for: what has its default is left out. */
export function retrainInputOf(choices: TrainChoices): RetrainInput {
  const { algorithm, source } = choices;
  const auto = algorithm === 'AUTO';
  const given = Object.entries(choices.options).flatMap(([name, text]) => {
    const value = typed(text);
    return value === undefined ? [] : [{ name, value }];
  });
  const search = defined({
    method: choices.method,
    trials: typed(choices.trials),
    budgetSeconds: typed(choices.budget),
  });
  return {
    algorithm,
    ...defined({
      timeBudgetSeconds: auto ? typed(choices.budget) : undefined,
      testShare: typed(choices.testShare),
      seed: typed(choices.seed),
      note: choices.note.trim() || undefined,
      ifRunning: choices.ifRunning === 'QUEUE' ? undefined : choices.ifRunning,
    }),
    ...(!auto && source !== 'DEFAULTS' && given.length > 0 && { hyperParameters: given }),
    ...(!auto && source === 'SEARCH' && { search }),
  };
}
