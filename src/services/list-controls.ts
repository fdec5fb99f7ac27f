import { DomainError } from '../errors.js';
import type { DifficultyLevel } from '../model/engagement.js';

export const DEFAULT_K = 10;
export const MAXIMUM_K = 100;
/** Share of the fresh content that is moved up where a request does not say. */
export const DEFAULT_EXPLORATION = 0.05;
/** Ids or values that one list of a request may hold. */
export const MAXIMUM_VALUES = 1000;

/** A condition on one field of content. Both parts must hold; values are compared exactly. */
export interface ValueFilter<T extends string = string> {
  /** The field must hold one of these; content without a value is left out. An empty list leaves out everything. */
  readonly in?: readonly T[] | undefined;
  /** The field must hold none of these; content without a value stays. */
  readonly notIn?: readonly T[] | undefined;
}

/** Which content may be in a list. All conditions must hold; one left out does not filter. */
export interface CatalogueFilter {
  readonly domain?: ValueFilter | undefined;
  readonly subtopic?: ValueFilter | undefined;
  readonly difficultyLevel?: ValueFilter<DifficultyLevel> | undefined;
  readonly contentType?: ValueFilter | undefined;
  readonly language?: ValueFilter | undefined;
  /** `in`: at least one tag of these; `notIn`: no tag of these. */
  readonly tags?: ValueFilter | undefined;
  /** Minutes, at least 0; content of unknown duration is left out. */
  readonly maxDurationMinutes?: number | undefined;
  /** Published later than this instant; content of unknown publication is left out. */
  readonly publishedAfter?: Date | undefined;
}

/** The fields of a catalogue filter that hold lists of values. */
export const VALUE_FIELDS = [
  'domain',
  'subtopic',
  'difficultyLevel',
  'contentType',
  'language',
  'tags',
] as const satisfies readonly (keyof CatalogueFilter)[];

/** How a list of any kind may be shaped: none of these changes a score. */
export interface ListControls {
  /** 1-100; default 10. */
  readonly k?: number | undefined;
  readonly filter?: CatalogueFilter | undefined;
  /** Ids of content that must not be in the list; unknown ones are ignored. At most 1000. */
  readonly exclude?: readonly string[] | undefined;
  /** 0 (by score alone, the default) to 1: how much unlikeness counts against score; see model/hybrid/diversify.ts. */
  readonly diversity?: number | undefined;
  /** Content that scores less is left out. */
  readonly minScore?: number | undefined;
}

/** Further controls of recommendations to a learner. */
export interface RecommendControls extends ListControls {
  /** 0 (content only) to 1 (collaborative only); default: the model's fitted value, without history another one. */
  readonly alpha?: number | undefined;
  /** Default false: what the learner has engaged with is left out. */
  readonly includeSeen?: boolean | undefined;
  /** Default false; see model/hybrid/difficulty-fit.ts. */
  readonly difficultyFit?: boolean | undefined;
  /** Default false: true leaves out content whose prerequisites the learner has not completed. */
  readonly readyOnly?: boolean | undefined;
  /** 0-1, default 0.05: the share of fresh content that is moved up some places; see model/hybrid/explore.ts. */
  readonly exploration?: number | undefined;
  /** The `endCursor` of the page before, asked for with the same learner and controls. */
  readonly after?: string | undefined;
}

/** @throws DomainError BAD_USER_INPUT that names the argument */
export function checkControls(controls: RecommendControls, highestScore: number): void {
  const { k, alpha, diversity, exploration, minScore, exclude, filter } = controls;
  if (k !== undefined) checkK(k);
  if (alpha !== undefined) checkAlpha(alpha);
  if (diversity !== undefined) checkRange('diversity', diversity, 0, 1);
  if (exploration !== undefined) checkRange('exploration', exploration, 0, 1);
  if (minScore !== undefined) checkRange('minScore', minScore, 0, highestScore);
  checkLength('exclude', exclude);
  if (!filter) return;
  if (filter.maxDurationMinutes !== undefined)
    checkRange('filter.maxDurationMinutes', filter.maxDurationMinutes, 0, Number.MAX_SAFE_INTEGER);
  for (const field of VALUE_FIELDS) {
    checkLength(`filter.${field}.in`, filter[field]?.in);
    checkLength(`filter.${field}.notIn`, filter[field]?.notIn);
  }
}

/** @throws DomainError BAD_USER_INPUT */
export function checkK(k: number): number {
  if (!Number.isInteger(k) || k < 1 || k > MAXIMUM_K)
    throw new DomainError('BAD_USER_INPUT', `k must be an integer from 1 to ${MAXIMUM_K}, not ${k}.`, {
      argument: 'k',
    });
  return k;
}

/** @throws DomainError BAD_USER_INPUT */
export function checkAlpha(alpha: number): number {
  return checkRange('alpha', alpha, 0, 1);
}

/** @throws DomainError BAD_USER_INPUT */
export function checkRange(argument: string, value: number, minimum: number, maximum: number): number {
  if (!(value >= minimum && value <= maximum))
    throw new DomainError(
      'BAD_USER_INPUT',
      `${argument} must be a number from ${minimum} to ${maximum}, not ${value}.`,
      { argument },
    );
  return value;
}

/** @throws DomainError BAD_USER_INPUT */
export function checkLength(argument: string, values: readonly unknown[] | undefined): void {
  if (values && values.length > MAXIMUM_VALUES)
    throw new DomainError(
      'BAD_USER_INPUT',
      `${argument} must hold at most ${MAXIMUM_VALUES} values, not ${values.length}.`,
      { argument },
    );
}

/** Alphas that one request may ask for. */
export const MAXIMUM_ALPHAS = 21;

/** @throws DomainError BAD_USER_INPUT */
export function checkAlphas(alphas: readonly number[]): void {
  const isShare = (alpha: number): boolean => alpha >= 0 && alpha <= 1;
  if (
    !alphas.every(isShare) ||
    alphas.length < 1 ||
    alphas.length > MAXIMUM_ALPHAS ||
    new Set(alphas).size < alphas.length
  )
    throw new DomainError('BAD_USER_INPUT', `alphas must hold 1 to ${MAXIMUM_ALPHAS} distinct numbers from 0 to 1.`, {
      argument: 'alphas',
    });
}
