import { useSyncExternalStore } from 'react';

/*
 * The token lives in sessionStorage: it survives a reload of this tab and goes with the tab. It is never in the URL, and no
 * other tab sees it.
 */
const KEY = 'learnrec.token';
const listeners = new Set<() => void>();

export function readToken(): string | null {
  return window.sessionStorage.getItem(KEY);
}

/** @param token null forgets it */
export function writeToken(token: string | null): void {
  if (token === null) window.sessionStorage.removeItem(KEY);
  else window.sessionStorage.setItem(KEY, token);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The token of this tab; null without one. */
export function useToken(): string | null {
  return useSyncExternalStore(subscribe, readToken);
}
