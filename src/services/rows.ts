import type { ContentRow } from '../store/content.store.js';
import type { UserRow } from '../store/user.store.js';
import type { Content, User } from './services.js';

/** A stored row without its surrogate key. */
export function toContent({ pk: _, ...content }: ContentRow): Content {
  return content;
}

export function toUser({ pk: _, ...user }: UserRow): User {
  return user;
}
