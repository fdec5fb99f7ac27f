import { DomainError } from '../errors.js';
import { ease } from './algorithms/ease.js';
import { ials } from './algorithms/ials.js';
import { itemKnn } from './algorithms/item-knn.js';
import { popularity } from './algorithms/popularity.js';
import { pureSvd } from './algorithms/pure-svd.js';
import { rp3Beta } from './algorithms/rp3-beta.js';
import { svd } from './algorithms/svd.js';
import { transitions } from './algorithms/transitions.js';
import type { Engine } from './kernels/engine.js';
import type { Algorithm, AlgorithmName, FittedRecommender, HyperParameters, RecommenderState } from './recommender.js';

/** Every collaborative algorithm by its public name. */
export const ALGORITHMS: Readonly<Record<AlgorithmName, Algorithm>> = {
  ITEM_KNN: itemKnn,
  EASE: ease,
  TRANSITIONS: transitions,
  RP3BETA: rp3Beta,
  IALS: ials,
  PURE_SVD: pureSvd,
  SVD: svd,
  POPULARITY: popularity,
};

const isName = (name: string): name is AlgorithmName => Object.hasOwn(ALGORITHMS, name);

/** @throws DomainError BAD_USER_INPUT that lists the names */
export function getAlgorithm(name: string): Algorithm {
  if (isName(name)) return ALGORITHMS[name];
  const names = Object.keys(ALGORITHMS);
  throw new DomainError('BAD_USER_INPUT', `There is no algorithm "${name}"; there are ${names.join(', ')}.`, {
    field: 'algorithm',
    allowed: names,
  });
}

/**
 * Fills in the defaults and checks what was given.
 * @throws DomainError BAD_USER_INPUT that names the option and what it may be
 */
export function resolveHyperParameters(algorithm: Algorithm, given: HyperParameters): HyperParameters {
  const table = algorithm.hyperParameters;
  for (const option of Object.keys(given)) {
    if (Object.hasOwn(table, option)) continue;
    const allowed = Object.keys(table);
    throw new DomainError(
      'BAD_USER_INPUT',
      `${algorithm.name} has no option "${option}"; it has ${allowed.join(', ')}.`,
      { field: option, allowed },
    );
  }
  const resolved: Record<string, number> = {};
  for (const [option, rule] of Object.entries(table)) {
    const value = given[option] ?? rule.default;
    const { minimum, maximum, integer = false } = rule;
    if (!(value >= minimum && value <= maximum) || (integer && !Number.isInteger(value)))
      throw new DomainError(
        'BAD_USER_INPUT',
        `${option} must be ${integer ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}; it was ${String(value)}.`,
        { field: option, minimum, maximum },
      );
    resolved[option] = value;
  }
  return resolved;
}

/**
 * @param engine see `Algorithm.restore`
 * @throws DomainError SNAPSHOT_DAMAGED or SNAPSHOT_VERSION, and nothing else whatever the state
 */
export function restoreRecommender(state: RecommenderState, engine?: Engine): FittedRecommender {
  if (!isName(state.algorithm))
    throw new DomainError(
      'SNAPSHOT_VERSION',
      `The stored model is of the algorithm "${String(state.algorithm)}", which this version does not have.`,
    );
  const algorithm = ALGORITHMS[state.algorithm];
  try {
    return algorithm.restore({ ...state, options: resolveHyperParameters(algorithm, state.options) }, engine);
  } catch (cause) {
    if (cause instanceof DomainError && cause.code === 'SNAPSHOT_DAMAGED') throw cause;
    throw new DomainError('SNAPSHOT_DAMAGED', `The stored ${state.algorithm} model cannot be read.`, {}, { cause });
  }
}
