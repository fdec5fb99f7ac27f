import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/request.js';
import {
  BlendForLearnerDocument,
  BlendForProfileDocument,
  RecommendDocument,
  RecommendForProfileDocument,
} from '../generated/operations.js';
import { createPool } from './blend.js';
import {
  catalogueFilterOf,
  isReordered,
  listArgumentsOf,
  profileInputOf,
  type ExploreState,
  type ProfileState,
} from './explore-state.js';

/** Whose list it is; a change of anything else keeps the former list on the screen until the next one is there. */
export function subjectOf({ learner, profile }: ExploreState): string | null {
  if (learner !== null) return `learner ${learner}`;
  return profile && `profile ${JSON.stringify(profile)}`;
}

/** The operation behind the list on the screen, with its variables: what is copied as GraphQL. */
export function listOperationOf(state: ExploreState) {
  const list = listArgumentsOf(state);
  if (state.learner !== null) {
    return { kind: 'learner', document: RecommendDocument, variables: { userId: state.learner, ...list } } as const;
  }
  if (!state.profile) return null;
  return {
    kind: 'profile',
    document: RecommendForProfileDocument,
    variables: { ...profileArgumentsOf(state.profile), ...list },
  } as const;
}

function profileArgumentsOf(profile: ProfileState) {
  return {
    profile: profileInputOf(profile),
    ...(profile.liked.length > 0 && { likedContentIds: [...profile.liked] }),
    ...(profile.seen.length > 0 && { seenContentIds: [...profile.seen] }),
  };
}

/** The list as the service makes it. */
export function listQuery(state: ExploreState) {
  const operation = listOperationOf(state);
  return queryOptions({
    queryKey: ['list', subjectOf(state), operation?.variables],
    queryFn: async ({ signal }) => {
      if (operation?.kind === 'learner') {
        return (await request(operation.document, operation.variables, signal)).recommendations;
      }
      if (operation?.kind === 'profile') {
        return (await request(operation.document, operation.variables, signal)).recommendationsForProfile;
      }
      return null;
    },
    enabled: operation !== null,
  });
}

/** How far down each of the five lists is asked for: lists between them are hardly ever longer than what that covers. */
const depthFor = (k: number): number => Math.min(100, Math.max(40, 3 * k));

/** What lists at any alpha are blended from: one request. Not for lists whose order is more than that of the scores. */
export function poolQuery(state: ExploreState) {
  const depth = depthFor(state.k);
  const filter = catalogueFilterOf(state.filters);
  const controls = {
    depth,
    ...(filter && { filter }),
    ...(state.includeSeen && { includeSeen: true }),
    ...(state.readyOnly && { readyOnly: true }),
  };
  const subject = subjectOf(state);
  return queryOptions({
    queryKey: ['pool', subject, controls],
    queryFn: async ({ signal }) => {
      const answer = state.profile
        ? await request(BlendForProfileDocument, { ...profileArgumentsOf(state.profile), ...controls }, signal)
        : await request(BlendForLearnerDocument, { userId: state.learner ?? '', ...controls }, signal);
      const { fitted, content, quarter, half, threeQuarters, collaborative } = answer;
      const lists = [content, quarter, half, threeQuarters, collaborative].filter((list) => list !== null);
      return fitted && lists.length === 5 ? createPool(fitted.alpha, lists, depth) : null;
    },
    enabled: subject !== null && !isReordered(state),
  });
}
