import type { UserError } from '../errors.js';
import type { FeedbackKind } from '../model/feedback.js';
import type { ContentStore } from '../store/content.store.js';
import type { FeedbackRow, FeedbackStore } from '../store/feedback.store.js';
import type { UserStore } from '../store/user.store.js';
import { checkFirst, decodeCursor, encodeCursor, toPage } from './paging.js';
import type { Page, PageRequest } from './services.js';
import { validateFeedback } from './validate.js';

/** What a learner says of one piece of content, as a recommendation. */
export interface Feedback {
  readonly contentId: string;
  readonly kind: FeedbackKind;
  readonly givenAt: Date;
}

export interface FeedbackInput {
  readonly userId: string;
  readonly contentId: string;
  readonly kind: FeedbackKind;
  readonly givenAt: Date;
}

export interface FeedbackTarget {
  readonly userId: string;
  readonly contentId: string;
}

/** Feedback of learners. It counts in the next answer of every process, since that reads the learner anew. */
export interface FeedbackService {
  /** Replaces what the learner said before in the same aspect: NOT_RELEVANT and MORE_LIKE_THIS, TOO_EASY and TOO_HARD. */
  give(
    target: FeedbackTarget & { readonly kind: FeedbackKind },
  ): Promise<{ readonly feedback: Feedback | null; readonly userErrors: readonly UserError[] }>;
  /** Takes one kind back, or all. What is not there is no error. */
  undo(
    target: FeedbackTarget & { readonly kind?: FeedbackKind | undefined },
  ): Promise<{ readonly undone: readonly Feedback[]; readonly userErrors: readonly UserError[] }>;
  /** Newest first. */
  list(userIds: readonly string[], page: PageRequest): Promise<readonly Page<Feedback>[]>;
  /** How much each learner has said, in the order of the ids. */
  count(userIds: readonly string[]): Promise<readonly number[]>;
}

export function createFeedback(deps: {
  readonly users: Pick<UserStore, 'findByIds'>;
  readonly contents: Pick<ContentStore, 'findByIds'>;
  readonly feedback: FeedbackStore;
  readonly now: () => Date;
}): FeedbackService {
  const { users, contents, feedback, now } = deps;

  /** The surrogate keys, or what is wrong with the ids. */
  const find = async (
    input: FeedbackInput,
  ): Promise<
    | { readonly userPk: number; readonly contentPk: number; readonly userErrors: [] }
    | { readonly userErrors: UserError[] }
  > => {
    const faults = validateFeedback(input).map(({ field, message }): UserError => ({
      path: [field],
      message,
      code: 'BAD_USER_INPUT',
    }));
    if (faults.length > 0) return { userErrors: faults };
    const [[user], [content]] = await Promise.all([
      users.findByIds([input.userId]),
      contents.findByIds([input.contentId]),
    ]);
    if (user && content) return { userPk: user.pk, contentPk: content.pk, userErrors: [] };
    const missing = (field: 'userId' | 'contentId', what: string): UserError => ({
      path: [field],
      message: `${field}: no ${what} has the id "${input[field]}"`,
      code: 'NOT_FOUND',
    });
    return {
      userErrors: [
        ...(user ? [] : [missing('userId', 'learner')]),
        ...(content ? [] : [missing('contentId', 'content')]),
      ],
    };
  };

  const keysOf = async (ids: readonly string[]): Promise<Map<string, number>> =>
    new Map((await users.findByIds([...new Set(ids)])).map(({ id, pk }) => [id, pk]));

  return {
    give: async ({ userId, contentId, kind }) => {
      const found = await find({ userId, contentId, kind, givenAt: now() });
      if (!('userPk' in found)) return { feedback: null, userErrors: found.userErrors };
      const { userPk, contentPk } = found;
      const givenAt = await feedback.give({ userPk, contentPk, kind, givenAt: now() });
      return { feedback: { contentId, kind, givenAt }, userErrors: [] };
    },
    undo: async ({ userId, contentId, kind }) => {
      const found = await find({ userId, contentId, kind: kind ?? 'NOT_RELEVANT', givenAt: now() });
      if (!('userPk' in found)) return { undone: [], userErrors: found.userErrors };
      const gone = await feedback.undo(found.userPk, found.contentPk, kind ?? null);
      return { undone: gone.map(toFeedback), userErrors: [] };
    },
    list: async (userIds, page) => {
      checkFirst(page.first);
      const [ms, pk] = page.after === undefined ? [] : decodeCursor(page.after, 2);
      const after = ms === undefined || pk === undefined ? undefined : { givenAt: new Date(Number(ms)), pk };
      const keys = await keysOf(userIds);
      const rows = await feedback.pagesByUser({ userPks: [...keys.values()], first: page.first + 1, after });
      return userIds.map((userId) => {
        const own = rows.filter(({ userPk }) => userPk === keys.get(userId));
        return toPage(own, page, toFeedback, (row) => encodeCursor(row.givenAt.getTime(), row.pk));
      });
    },
    count: async (userIds) => {
      const keys = await keysOf(userIds);
      const counts = await feedback.countByUser([...keys.values()]);
      return userIds.map((userId) => counts.get(keys.get(userId) ?? NaN) ?? 0);
    },
  };
}

function toFeedback({ contentId, kind, givenAt }: FeedbackRow): Feedback {
  return { contentId, kind, givenAt };
}
