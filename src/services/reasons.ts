import type { ContentField } from '../model/content/features.js';
import { contentProfile, sharedTerms } from '../model/content/profile.js';
import type { CohortPopularity } from '../model/hybrid/cohort.js';
import { explainColdItem } from '../model/hybrid/cold-items.js';
import { explainScore, shareOut, termCauses, type Cause, type ScoreReason } from '../model/hybrid/explain.js';
import type { History } from '../model/interactions.js';
import { rememberLast } from '../model/remember-last.js';
import type { Explanation } from '../model/recommender.js';
import { rowOf, type SparseRows } from '../model/sparse.js';
import type { ScoreBasis } from '../model/hybrid/score-learner.js';
import type { Reason, ReasonKind } from './recommendation.js';
import type { ServingModel } from './serving-model.js';

export interface ScoredItem {
  readonly serving: ServingModel;
  readonly history: History;
  /** Places of which the learner asked for more. */
  readonly wanted: ReadonlySet<number>;
  readonly basis: ScoreBasis;
  readonly item: number;
  readonly alpha: number;
  readonly breakdown: { readonly collaborative: number; readonly content: number };
}

/**
 * The largest causes of one score, with their shares, and a sentence made from each. The shares of all of them sum to 1 (to
 * nothing where the score is 0); `maxReasons` cuts the smallest.
 */
export function explainRecommendation(scored: ScoredItem, maxReasons: number): Reason[] {
  const reasons = scored.basis.kind === 'HISTORY' ? fromHistory(scored) : fromProfile(scored, scored.basis);
  return reasons.slice(0, maxReasons).map((reason) => toReason(scored, reason));
}

/** The items of one list are explained in a row, by profiles of one history in one space. */
const profilesIn = rememberLast((vectors: SparseRows) =>
  rememberLast((history: History) => contentProfile(history, vectors)),
);

function fromHistory({ serving, history, item, alpha, breakdown }: ScoredItem): ScoreReason[] {
  const { model, space } = serving;
  const explain = (trained: number) => model.collaborative.explain(history, trained);
  return explainScore({
    alpha,
    ...breakdown,
    explanation: explainColdItem(space.cold, item, explain, history.length) ?? explain(item),
    history,
    terms: sharedTerms(profilesIn(space.vectors)(history), rowOf(space.vectors, item), model.content, Infinity),
  });
}

function fromProfile(
  { serving, item, alpha, breakdown }: ScoredItem,
  { words, cohort }: Extract<ScoreBasis, { kind: 'COLD_START' }>,
): ScoreReason[] {
  const { model, space } = serving;
  const cause = (kind: ReasonKind, amount: number): Cause => ({ kind, item: -1, column: -1, amount });
  const amounts = popularityParts(serving, item, breakdown.collaborative, cohort);
  const popular = [cause('COHORT', amounts.cohort), cause('POPULARITY', amounts.everybody)];
  if (words.indices.length === 0) return shareOut({ alpha, ...breakdown }, popular, popular);
  const terms = sharedTerms(words, rowOf(space.vectors, item), model.content, Infinity);
  return shareOut({ alpha, ...breakdown }, popular, termCauses(terms));
}

/** How much of an item's popularity is the cohort's own; a new item has it from its neighbours by content. */
function popularityParts(
  { space }: ServingModel,
  item: number,
  points: number,
  cohort: CohortPopularity | null,
): { cohort: number; everybody: number } {
  if (!cohort) return { cohort: 0, everybody: points };
  const parts = (place: number): Explanation => {
    const expected = cohort.expected[place];
    if (!(expected > 0)) return { base: 0, contributions: Float64Array.of(0) };
    const height = Math.log1p(expected);
    const share = cohort.own[place] / expected;
    return { base: height * (1 - share), contributions: Float64Array.of(height * share) };
  };
  const { base, contributions } =
    (cohort.own[item] > 0 ? null : explainColdItem(space.cold, item, parts, 1)) ?? parts(item);
  // What is popular in the cohort alone has a base of 0, but for rounding.
  return { cohort: contributions[0], everybody: Math.max(0, base) };
}

/** Whether nobody had engaged with it at the training. */
function isNew({ model }: ServingModel, item: number): boolean {
  return !(model.popularity[item] > 0);
}

function toReason(
  { serving, basis, item, wanted }: ScoredItem,
  { kind, item: cause, column, share }: ScoreReason,
): Reason {
  const engaged = cause >= 0 ? serving.rows[cause] : null;
  const shared = column >= 0 ? serving.model.content.describe(column) : null;
  const texts = basis.kind === 'HISTORY' ? HISTORY_TEXTS : PROFILE_TEXTS;
  const text = shared
    ? texts[shared.field](shared.term)
    : kind === 'ENGAGED_CONTENT'
      ? `${wanted.has(cause) ? 'You asked for more like' : 'Because you engaged with'} "${engaged?.title ?? 'content that is no longer there'}".`
      : kind === 'POPULARITY' && isNew(serving, item)
        ? 'Close to what is popular with other learners.'
        : PLAIN_TEXTS[kind];
  return {
    kind,
    contentId: engaged?.id ?? null,
    term: shared?.term ?? null,
    field: shared?.field ?? null,
    share,
    text,
  };
}

const PLAIN_TEXTS: Readonly<Record<ReasonKind, string>> = {
  ENGAGED_CONTENT: 'Because of what you engaged with.',
  SHARED_TERM: 'Like what you engage with.',
  POPULARITY: 'Popular with other learners.',
  COHORT: 'Popular with learners of your department and level.',
  BASELINE: 'The part of the score that every piece of content has.',
};

const HISTORY_TEXTS: Readonly<Record<ContentField, (term: string) => string>> = {
  title: (term) => `Like what you engage with, its title says "${term}".`,
  description: (term) => `Like what you engage with, its description says "${term}".`,
  tags: (term) => `You engage with "${term}".`,
  domain: (term) => `From a domain you engage with: ${term}.`,
  subtopic: (term) => `On a topic you engage with: ${term}.`,
  difficultyLevel: (term) => `At a level you engage with: ${term}.`,
  contentType: (term) => `In a form you engage with: ${term}.`,
  language: (term) => `In a language you engage with: ${term}.`,
};

/** A learner without a history says something by job title and department alone. */
const ofProfile = (term: string): string => `"${term}" is in your job title or department.`;
const PROFILE_TEXTS: Readonly<Record<ContentField, (term: string) => string>> = {
  title: ofProfile,
  description: ofProfile,
  tags: ofProfile,
  domain: (term) => `From the domain of your department: ${term}.`,
  subtopic: ofProfile,
  difficultyLevel: ofProfile,
  contentType: ofProfile,
  language: ofProfile,
};
