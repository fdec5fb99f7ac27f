import { createRandom } from '../random.js';
import type { HyperParameters, HyperParameterTable } from '../recommender.js';
import { halvingRungs } from './halving.js';
import { configurationKey, drawPoint, searchSpace } from './space.js';

export const SEARCH_METHODS = ['RANDOM', 'HALVING'] as const;
export type SearchMethod = (typeof SEARCH_METHODS)[number];

export interface SearchPlan {
  readonly method: SearchMethod;
  /** Configurations to try, the defaults among them; at least 1. */
  readonly trials: number;
  /** Seconds after which no further trial is begun; `Infinity` for none. */
  readonly budgetSeconds: number;
  readonly seed: number;
}

/** One configuration measured once. */
export interface Trial {
  /** 1-based, in the order in which configurations were drawn; several rows of one number are its rungs. */
  readonly number: number;
  /** Complete. */
  readonly hyperParameters: HyperParameters;
  /** Share of the data that the fit was given, above 0 to 1. */
  readonly share: number;
  /** The objective, higher is better; null where this configuration cannot be fitted to the data. */
  readonly value: number | null;
  readonly seconds: number;
  /** True where the value was known from an earlier search on the same data. */
  readonly reused: boolean;
}

export interface SearchOutcome {
  /** In the order in which they were measured. */
  readonly trials: readonly Trial[];
  /** The configuration with the highest value on the largest share; null where nothing could be measured. */
  readonly best: Trial | null;
  /** False where the budget ended first. */
  readonly complete: boolean;
}

/** What a search is given beside its plan. */
export interface SearchContext {
  readonly table: HyperParameterTable;
  /** Options that are not varied. */
  readonly fixed: HyperParameters;
  /** The objective of one configuration on a share of the data; higher is better. */
  readonly measure: (hyperParameters: HyperParameters, share: number) => number | null;
  /** Trials of earlier searches on the same data with the same objective: not measured again. */
  readonly known: readonly Trial[];
  /** Seconds on any clock; asked before every trial. */
  readonly clock: () => number;
  /** Called before each trial. @param position how many trials came before @param total how many there are in all */
  readonly onTrial?: (position: number, total: number, best: Trial | null) => void;
  readonly onMeasured?: (trial: Trial) => void;
}

const trialKey = (hyperParameters: HyperParameters, share: number): string =>
  `${share} ${configurationKey(hyperParameters)}`;

/** Draws in a row that only repeat earlier points before the space counts as exhausted. */
const PATIENCE = 100;

/**
 * Random search (Bergstra, Bengio 2012, "Random search for hyper-parameter optimization") or successive halving (Jamieson,
 * Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter optimization") over the ranges that the
 * algorithm declares. The first configuration is always the defaults, and halving never drops it, so that what is chosen is
 * never worse than they are on the slice that decides.
 *
 * Same plan, table and objective: same trials in the same order. The budget only cuts the end off, and more trials with the
 * same seed only add to it.
 */
export function runSearch(plan: SearchPlan, context: SearchContext): SearchOutcome {
  const started = context.clock();
  const configurations = drawConfigurations(plan, context);
  const rungs =
    plan.method === 'HALVING' ? halvingRungs(configurations.length) : [{ share: 1, keep: configurations.length }];
  const known = new Map(context.known.map((trial) => [trialKey(trial.hyperParameters, trial.share), trial]));
  // At most: the defaults take part in every round, whether or not they are among its best.
  const total = rungs.reduce((sum, rung, r) => sum + rung.keep + (r > 0 ? 1 : 0), 0);
  const trials: Trial[] = [];
  let best: Trial | null = null;
  let field = configurations.map((hyperParameters, n) => ({ number: n + 1, hyperParameters, value: 0 }));

  for (const rung of rungs) {
    field = survivors(field, rung.keep);
    for (const candidate of field) {
      context.onTrial?.(trials.length, total, best);
      const before = context.clock();
      const earlier = known.get(trialKey(candidate.hyperParameters, rung.share));
      if (!earlier && trials.length > 0 && before - started >= plan.budgetSeconds)
        return { trials, best, complete: false };
      const value = earlier ? earlier.value : context.measure(candidate.hyperParameters, rung.share);
      candidate.value = value ?? -Infinity;
      const trial: Trial = {
        number: candidate.number,
        hyperParameters: candidate.hyperParameters,
        share: rung.share,
        value,
        seconds: earlier ? earlier.seconds : context.clock() - before,
        reused: earlier !== undefined,
      };
      trials.push(trial);
      context.onMeasured?.(trial);
      if (isBetter(trial, best)) best = trial;
    }
  }
  return { trials, best, complete: true };
}

interface Candidate {
  readonly number: number;
  readonly hyperParameters: HyperParameters;
  value: number;
}

/** The best `keep` and the defaults, in the order in which they were drawn. */
function survivors(field: readonly Candidate[], keep: number): Candidate[] {
  const ranked = [...field].sort((a, b) => b.value - a.value || a.number - b.number);
  return ranked.filter(({ number }, rank) => rank < keep || number === 1).sort((a, b) => a.number - b.number);
}

/** A value on more data outranks one on less: the two are not comparable. Equal values: the earlier stays. */
function isBetter(trial: Trial, best: Trial | null): boolean {
  if (trial.value === null) return false;
  if (best === null || best.value === null) return true;
  return trial.share !== best.share ? trial.share > best.share : trial.value > best.value;
}

/** The defaults, then distinct points of the space; fewer than asked for where the space has no more. */
function drawConfigurations(plan: SearchPlan, { table, fixed }: SearchContext): HyperParameters[] {
  const defaults = Object.fromEntries(Object.entries(table).map(([name, rule]) => [name, rule.default]));
  const space = searchSpace(table, fixed);
  const random = createRandom(plan.seed).fork('search');
  const first: HyperParameters = { ...defaults, ...fixed };
  const drawn = [first];
  const seen = new Set([configurationKey(first)]);
  for (let repeats = 0; drawn.length < plan.trials && repeats < PATIENCE;) {
    const point = { ...first, ...drawPoint(space, random) };
    const key = configurationKey(point);
    if (seen.has(key)) repeats++;
    else {
      seen.add(key);
      drawn.push(point);
      repeats = 0;
    }
  }
  return drawn;
}
