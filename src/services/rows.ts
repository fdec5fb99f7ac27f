import type { ContentRow } from '../store/content.store.js';
import type { UserRow } from '../store/user.store.js';
import type { Content, User } from './services.js';

const CONTENT = Symbol('content');

/** A stored row without its surrogate key; the same object for the same row, since the catalogue in memory is asked all the time. */
export function toContent(row: ContentRow & { [CONTENT]?: Content }): Content {
  const known = row[CONTENT];
  if (known) return known;
  const content = withoutKey(row);
  // Not enumerable: a changed copy of the row must not take it along.
  Object.defineProperty(row, CONTENT, { value: content });
  return content;
}

export function toUser({ pk: _, ...user }: UserRow): User {
  return user;
}

function withoutKey({ pk: _, ...content }: ContentRow): Content {
  return content;
}
