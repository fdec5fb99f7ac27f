import {
  BecauseDocument,
  FindContentDocument,
  GiveFeedbackDocument,
  HomeRowDocument,
  OnboardingDocument,
  RecordEngagementsDocument,
  SimilarItemsDocument,
  UndoFeedbackDocument,
  type EngagementType,
  type FeedbackKind,
} from './generated/operations.js';
import type { Ask } from './learnrec.js';

/** The row of the home page, and the id of its list, which engagements name. */
export async function homeRow(ask: Ask, userId: string) {
  const { data } = await ask(HomeRowDocument, { userId });
  return data.recommendations;
}

/** "Because you engaged with ...": null for learners who have done nothing yet. */
export async function because(ask: Ask, userId: string) {
  const { data } = await ask(BecauseDocument, { userId });
  return data.user?.engagements.nodes[0]?.content ?? null;
}

/** For a page of search results: what was found, and what is like the first of it. */
export async function searchWithSimilar(ask: Ask, search: string) {
  const { data } = await ask(FindContentDocument, { search });
  const found = data.contents.nodes;
  const similar = found[0] && (await ask(SimilarItemsDocument, { contentId: found[0].id })).data.similarContent;
  return { found, similar: similar ?? [] };
}

/** For somebody without an account: better with every thing that they tick. */
export async function onboarding(ask: Ask, title: string, likedContentIds: string[]) {
  const { data } = await ask(OnboardingDocument, { profile: { title }, likedContentIds });
  return data.recommendationsForProfile?.items ?? [];
}

/** A button under a recommendation. The next list takes it into account. */
export async function giveFeedback(ask: Ask, userId: string, contentId: string, kind: FeedbackKind) {
  const { data } = await ask(GiveFeedbackDocument, { userId, contentId, kind });
  return data.giveFeedback?.userErrors ?? [];
}

/** "Undo": as if the buttons had never been pressed. */
export async function undoFeedback(ask: Ask, userId: string, contentId: string) {
  const { data } = await ask(UndoFeedbackDocument, { userId, contentId });
  return data.undoFeedback?.undone ?? [];
}

/** What a learner did with an entry of a list. With the key, sending it twice counts once. */
export async function reportEngagement(
  ask: Ask,
  engagement: { userId: string; contentId: string; listId: string; engagementType: EngagementType },
) {
  const idempotencyKey = `${engagement.listId}-${engagement.contentId}-${engagement.engagementType}`;
  const { data } = await ask(RecordEngagementsDocument, { input: [{ ...engagement, idempotencyKey }] });
  return data.recordEngagements;
}
