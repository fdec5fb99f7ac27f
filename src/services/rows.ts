import type { ContentRow } from '../store/content.store.js';
import type { UserRow } from '../store/user.store.js';
import type { Content, User } from './services.js';

const contentOf = new WeakMap<ContentRow, Content>();

/** A stored row without its surrogate key; the same object for the same row, since the catalogue in memory is asked all the time. */
export function toContent(row: ContentRow): Content {
  let content = contentOf.get(row);
  if (!content) {
    content = withoutKey(row);
    contentOf.set(row, content);
  }
  return content;
}

export function toUser({ pk: _, ...user }: UserRow): User {
  return user;
}

function withoutKey({ pk: _, ...content }: ContentRow): Content {
  return content;
}
