import { useEffect, useRef, useState } from 'react';

/** A function that runs once its calls have paused. The last call wins; a call that is outstanding is dropped on unmount. */
export function useDebounced<T extends unknown[]>(act: (...args: T) => void, milliseconds: number) {
  const latest = useRef(act);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const [debounced] = useState(() => (...args: [number, ...T]) => {
    const [wait, ...rest] = args;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => latest.current(...rest), wait);
  });
  return (...args: T): void => debounced(milliseconds, ...args);
}
