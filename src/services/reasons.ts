import type { ContentField } from '../model/content/features.js';
import { contentProfile, sharedTerms } from '../model/content/profile.js';
import { explainScore } from '../model/hybrid/explain.js';
import type { History } from '../model/interactions.js';
import { rowOf } from '../model/sparse.js';
import type { Reason } from './services.js';
import type { ServingModel } from './serving-model.js';

/** The largest causes of one score, with their shares, and a sentence made from each. */
export function explainRecommendation(input: {
  serving: ServingModel;
  history: History;
  warm: boolean;
  item: number;
  alpha: number;
  breakdown: { readonly collaborative: number; readonly content: number };
  maxReasons: number;
}): Reason[] {
  const { serving, history, warm, item, alpha, breakdown, maxReasons } = input;
  if (!warm) return coldReasons(breakdown.collaborative, maxReasons);
  const { model, space } = serving;
  const reasons = explainScore({
    alpha,
    collaborative: breakdown.collaborative,
    content: breakdown.content,
    explanation: model.collaborative.explain(history, item),
    history,
    terms: sharedTerms(contentProfile(history, space.vectors), rowOf(space.vectors, item), model.content, Infinity),
  });
  return reasons.slice(0, maxReasons).map((reason): Reason => {
    const engaged = reason.item >= 0 ? serving.rows[reason.item] : null;
    const shared = reason.column >= 0 ? model.content.describe(reason.column) : null;
    return {
      kind: reason.kind,
      contentId: engaged?.id ?? null,
      term: shared?.term ?? null,
      field: shared?.field ?? null,
      share: reason.share,
      text: engaged
        ? `Because you engaged with "${engaged.title}".`
        : shared
          ? FIELD_TEXTS[shared.field](shared.term)
          : 'Popular with other learners.',
    };
  });
}

const FIELD_TEXTS: Readonly<Record<ContentField, (term: string) => string>> = {
  title: (term) => `Like what you engage with, its title says "${term}".`,
  description: (term) => `Like what you engage with, its description says "${term}".`,
  tags: (term) => `You engage with "${term}".`,
  domain: (term) => `From a domain you engage with: ${term}.`,
  subtopic: (term) => `On a topic you engage with: ${term}.`,
  difficultyLevel: (term) => `At a level you engage with: ${term}.`,
  contentType: (term) => `In a form you engage with: ${term}.`,
  language: (term) => `In a language you engage with: ${term}.`,
};

function coldReasons(collaborative: number, maxReasons: number): Reason[] {
  if (maxReasons < 1 || collaborative <= 0) return [];
  return [
    { kind: 'POPULARITY', contentId: null, term: null, field: null, share: 1, text: 'Popular with other learners.' },
  ];
}
