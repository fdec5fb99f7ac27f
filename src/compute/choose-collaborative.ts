import type { MixtureRecipe } from '../model/hybrid/mixture.js';
import type { Engine } from '../model/kernels/engine.js';
import type { AlgorithmName, FittedRecommender } from '../model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../model/registry.js';
import type { DecidingData } from './deciding-data.js';
import { assemble, type Fit } from './fit-collaborative.js';
import { fitMixture, type FittedFinalist } from './fit-mixture.js';
import type { TrainTask } from './messages.js';
import type { Progress } from './progress.js';
import { searchHyperParameters, SEARCH_FROM, SEARCH_TO } from './search-hyper-parameters.js';
import { selectAlgorithm, toTrialRow } from './select-algorithm.js';
import type { SearchReport, TrialListener } from './trial-row.js';

/** What the collaborative half is to be made of, and how that came about. */
export interface Choice {
  readonly recipe: MixtureRecipe;
  /** Its fit on what the deciding data train on, where choosing has left one. */
  readonly fit: FittedRecommender | null;
  /** Null where nothing was chosen: everything was given. */
  readonly report: SearchReport | null;
}

export interface ChoiceInput {
  readonly task: TrainTask;
  readonly deciding: DecidingData;
  readonly fit: Fit;
  readonly growth: number;
  readonly startedAt: number;
  readonly engine: Engine | undefined;
  readonly onTrial: TrialListener | undefined;
}

/** What AUTO takes where there is nothing to choose by. */
const UNCHOSEN: AlgorithmName = 'ITEM_KNN';

/** As the task says: a recipe, AUTO, a search for options, or what it names. */
export function chooseCollaborative(input: ChoiceInput, progress: Progress): Choice {
  const { task, deciding, fit, onTrial } = input;
  if (task.recipe) return { recipe: task.recipe, fit: null, report: null };
  if (task.algorithm === 'AUTO') return deciding.isEnough ? chooseByTrials(input, progress) : chooseNothing(input);
  const { algorithm } = task;
  let { hyperParameters } = task;
  let report: SearchReport | null = null;
  if (task.search) {
    const found = searchHyperParameters(
      {
        algorithm: getAlgorithm(algorithm),
        settings: task.search,
        seed: task.seed,
        test: deciding.test,
        validation: deciding.validation,
        fit: (data, options, checkpoint) => fit(algorithm, data, options, checkpoint),
        engine: input.engine,
        onTrial,
      },
      progress,
    );
    report = { ...found.report, decidedBy: deciding.kind };
    hyperParameters = found.hyperParameters ?? hyperParameters;
  }
  return { recipe: { parts: [{ algorithm, hyperParameters, weight: 1 }], prior: null }, fit: null, report };
}

function chooseNothing({ task, deciding }: ChoiceInput): Choice {
  const hyperParameters = resolveHyperParameters(getAlgorithm(UNCHOSEN), {});
  return {
    recipe: { parts: [{ algorithm: UNCHOSEN, hyperParameters, weight: 1 }], prior: null },
    fit: null,
    report: { ...reportOf(task, deciding), trials: [], best: null, complete: true, seconds: 0 },
  };
}

function reportOf(task: TrainTask, { validation, kind }: DecidingData) {
  return {
    method: 'AUTO',
    objective: 'NDCG',
    seed: task.seed,
    learners: validation.relevance.users.length,
    decidedBy: kind,
    budgetSeconds: task.auto!.budgetSeconds,
  } as const;
}

function chooseByTrials(input: ChoiceInput, progress: Progress): Choice {
  const { task, deciding } = input;
  const { validation } = deciding;
  const { seed } = task;
  const since = performance.now();
  const selecting = SEARCH_FROM + 0.85 * (SEARCH_TO - SEARCH_FROM);
  const selection = selectAlgorithm(
    { ...input, validation, settings: task.auto!, seed },
    progress,
    SEARCH_FROM,
    selecting,
  );
  const { finalists, chosen, attempts, complete } = selection;
  if (!chosen) return chooseNothing(input);

  const pause = progress.phase('blending algorithms', selecting, SEARCH_TO);
  const fitted = finalists
    .filter((attempt) => attempt === chosen || attempt.algorithm !== 'POPULARITY')
    .map((attempt): FittedFinalist => ({ attempt, fit: selection.fitOf(attempt, (_, detail) => pause(0, detail)) }));
  const { recipe, members, tooSlow } = fitMixture(fitted, chosen, validation, seed, selection.isAffordable, pause);
  const [leader, ...others] = members.map(({ attempt }) => attempt);
  const report: SearchReport = {
    ...reportOf(task, deciding),
    trials: attempts.map((attempt) => ({
      ...toTrialRow(attempt, attempt === leader ? 'CHOSEN' : others.includes(attempt) ? 'BLENDED' : null, seed),
      ...(tooSlow.includes(attempt) && { reason: 'There was no time to fit it as a further part of the model.' }),
    })),
    best: leader.number,
    complete: complete && tooSlow.length === 0,
    seconds: (performance.now() - since) / 1000,
  };
  const fits = members.map(({ fit }) => fit);
  return { recipe, fit: assemble(recipe, fits, validation.train, seed), report };
}
