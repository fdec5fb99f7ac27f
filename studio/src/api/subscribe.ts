import { useEffect, useRef } from 'react';
import type { TypedDocumentString } from '../generated/operations.js';
import { follow } from './follow.js';

/**
 * Calls back for every value of a subscription, while the component stands. What cannot be followed is not an error of the
 * page: it then shows what it asks for by itself.
 * @param variables null: nothing is followed
 */
export function useSubscription<TResult, TVariables extends object>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables | null,
  onValue: (value: TResult) => void,
): void {
  const latest = useRef(onValue);
  useEffect(() => {
    latest.current = onValue;
  });
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return;
    return follow(document, JSON.parse(key) as TVariables, {
      onValue: (value) => latest.current(value),
      onEnd: () => {},
      onError: () => {},
    });
  }, [document, key]);
}
