import type { ContentField } from '../model/content/features.js';
import { sharedTerms } from '../model/content/profile.js';
import { explainColdItem, placeOf } from '../model/hybrid/cold-items.js';
import { explainScore, shareOut, termCauses, type Cause, type ScoreReason } from '../model/hybrid/explain.js';
import type { Favourites } from '../model/hybrid/favourites.js';
import { freshnessOf } from '../model/hybrid/freshness.js';
import type { Trait, TraitField } from '../model/hybrid/traits.js';
import type { History } from '../model/interactions.js';
import type { Explanation } from '../model/recommender.js';
import { rowOf } from '../model/sparse.js';
import type { ScoreBasis } from '../model/hybrid/score-learner.js';
import { interestProfile } from './interest-profile.js';
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

function fromHistory({ serving, history, item, alpha, breakdown }: ScoredItem): ScoreReason[] {
  const { model, space } = serving;
  const { explanation, freshness } = explainCollaborative(serving, history, item);
  return explainScore({
    alpha,
    ...breakdown,
    explanation,
    freshness,
    history,
    // Where the content half has no part in the score, its terms are no reason for it.
    terms:
      (1 - alpha) * breakdown.content > 0
        ? sharedTerms(interestProfile(history, space.vectors), rowOf(space.vectors, item), model.content, Infinity)
        : [],
  });
}

/** Of a trained item, or, through its neighbours, of one that nobody had engaged with. */
function explainCollaborative(
  { model, space }: ServingModel,
  history: History,
  item: number,
): { readonly explanation: Explanation; readonly freshness: number } {
  const { collaborative } = model;
  if (placeOf(space.cold.items, item) < 0)
    return { explanation: collaborative.explain(history, item), freshness: freshnessOf(model, item) };
  /** Freshness stands behind the history, as one more contribution. */
  const explain = (trained: number): Explanation => {
    const { base, contributions } = collaborative.explain(history, trained);
    const parts = new Float64Array(history.length + 1);
    parts.set(contributions);
    parts[history.length] = freshnessOf(model, trained);
    return { base, contributions: parts };
  };
  const explanation = explainColdItem(space.cold, item, explain, history.length + 1)!;
  return { explanation, freshness: explanation.contributions[history.length] };
}

function fromProfile(
  { serving, item, alpha, breakdown }: ScoredItem,
  { words, favourites }: Extract<ScoreBasis, { kind: 'COLD_START' }>,
): ScoreReason[] {
  const { model, space } = serving;
  const popular = popularityCauses(serving, item, favourites);
  if (words.indices.length === 0) return shareOut({ alpha, ...breakdown }, popular, popular);
  const terms = sharedTerms(words, rowOf(space.vectors, item), model.content, Infinity);
  return shareOut({ alpha, ...breakdown }, popular, termCauses(terms));
}

/** What an item's place among a newcomer's favourites comes from; a new item has it from its neighbours by content. */
function popularityCauses({ space }: ServingModel, item: number, favourites: Favourites | null): Cause[] {
  const cause = (kind: ReasonKind, amount: number, trait?: Trait): Cause => ({
    kind,
    item: -1,
    column: -1,
    trait,
    amount,
  });
  if (!favourites) return [cause('POPULARITY', 1)];
  const { traits } = favourites;
  const explain = (place: number): Explanation => {
    const expected = favourites.expected[place];
    const contributions = new Float64Array(traits.length + 1);
    if (!(expected > 0)) return { base: 0, contributions };
    const parts = favourites.parts(place);
    const scale = Math.log1p(expected) / expected;
    contributions[0] = scale * parts.cohort;
    parts.traits.forEach(({ amount }, t) => (contributions[t + 1] = scale * amount));
    return { base: scale * parts.everybody, contributions };
  };
  const { base, contributions } =
    (favourites.isNewlyLiked(item) ? null : explainColdItem(space.cold, item, explain, traits.length + 1)) ??
    explain(item);
  return [
    cause('COHORT', contributions[0]),
    ...traits.map((trait, t) => cause('TRAIT', contributions[t + 1], trait)),
    cause('POPULARITY', base),
  ];
}

/** Whether nobody had engaged with it at the training. */
function isNew({ model }: ServingModel, item: number): boolean {
  return !(model.popularity[item] > 0);
}

function toReason(
  { serving, basis, item, wanted }: ScoredItem,
  { kind, item: cause, column, trait, share }: ScoreReason,
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
        : trait
          ? TRAIT_TEXTS[trait.field](trait.term)
          : PLAIN_TEXTS[kind];
  return {
    kind,
    contentId: engaged?.id ?? null,
    term: shared?.term ?? trait?.term ?? null,
    field: shared?.field ?? trait?.field ?? null,
    share,
    text,
  };
}

const PLAIN_TEXTS: Readonly<Record<ReasonKind, string>> = {
  ENGAGED_CONTENT: 'Because of what you engaged with.',
  SHARED_TERM: 'Like what you engage with.',
  POPULARITY: 'Popular with other learners.',
  FRESHNESS: 'Popular of late.',
  TRAIT: 'Learners like you engage with it.',
  COHORT: 'Popular with learners of your department and level.',
  BASELINE: 'The part of the score that every piece of content has.',
};

const TRAIT_TEXTS: Readonly<Record<TraitField, (term: string) => string>> = {
  title: (term) => `Learners with "${term}" in their job title engage with it.`,
  department: (term) => `Learners of the department "${term}" engage with it.`,
  seniorityLevel: (term) => `Learners of the level ${term} engage with it.`,
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
