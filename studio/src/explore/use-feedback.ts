import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { ApiError, messageOf } from '../api/api-error.js';
import { nameOf } from '../api/query.js';
import { request } from '../api/request.js';
import { words } from '../components/format.js';
import {
  GiveFeedbackDocument,
  LearnerDocument,
  UndoFeedbackDocument,
  type FeedbackKind,
} from '../generated/operations.js';
import { useAccess } from '../shell/access.js';
import { useNotice } from '../shell/notices.js';

export interface Said {
  readonly contentId: string;
  readonly title: string;
  readonly kind: FeedbackKind;
}

const FEEDBACK_NAMES: Readonly<Record<string, string>> = {
  ALREADY_KNOW: 'Seen',
  MORE_LIKE_THIS: 'Like',
  NOT_RELEVANT: 'Not for me',
  TOO_EASY: 'Too easy',
  TOO_HARD: 'Too hard',
};

/** What a kind of feedback is called on its button. */
export function feedbackName(kind: FeedbackKind): string {
  return FEEDBACK_NAMES[kind] ?? words(kind);
}

/** Asks anew for everything that the feedback of a learner changes. */
export function useRefreshLearner(userId: string | null): () => Promise<unknown> {
  const client = useQueryClient();
  return useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['list', `learner ${userId}`] }),
        client.invalidateQueries({ queryKey: ['pool', `learner ${userId}`] }),
        client.invalidateQueries({ queryKey: [nameOf(LearnerDocument), { userId }] }),
      ]),
    [client, userId],
  );
}

/**
 * What a learner says of content, and takes back. The content leaves the list on the screen at once; the list without it comes
 * from the service a moment later. Where the service refuses, the content is back.
 */
export function useFeedback(userId: string | null) {
  const { withToken } = useAccess();
  const notice = useNotice();
  const refresh = useRefreshLearner(userId);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const show = useCallback(
    (id: string) => setHidden((before) => new Set([...before].filter((other) => other !== id))),
    [],
  );
  const fail = useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError && error.code === 'CANCELLED')) notice({ text: messageOf(error), tone: 'bad' });
    },
    [notice],
  );

  const { mutate: undo } = useMutation({
    mutationFn: ({ contentId, kind }: Said) =>
      withToken(async () => {
        const { undoFeedback } = await request(UndoFeedbackDocument, { userId: userId ?? '', contentId, kind });
        refuse(undoFeedback?.userErrors);
      }),
    onSuccess: (_, { title }) => {
      notice({ text: `Taken back: ${title}` });
      return refresh();
    },
    onError: fail,
  });

  const { mutate: say } = useMutation({
    mutationFn: ({ contentId, kind }: Said) =>
      withToken(async () => {
        const { giveFeedback } = await request(GiveFeedbackDocument, { userId: userId ?? '', contentId, kind });
        refuse(giveFeedback?.userErrors);
      }),
    onMutate: ({ contentId }) => setHidden((before) => new Set([...before, contentId])),
    onSuccess: (_, said) => {
      notice({ text: `${feedbackName(said.kind)}: ${said.title}`, action: { label: 'Undo', run: () => undo(said) } });
      return refresh();
    },
    onError: fail,
    // By now the list of the service is without it, or the service has refused.
    onSettled: (_, __, { contentId }) => show(contentId),
  });
  return { say, undo, hidden };
}

function refuse(userErrors: readonly { readonly message: string; readonly code: string }[] | undefined): void {
  const [error] = userErrors ?? [];
  if (error) throw new ApiError(error.code, error.message);
}
