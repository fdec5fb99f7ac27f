import { useLayoutEffect, useRef, type RefObject } from 'react';

const DURATION = 220;

/**
 * Lets the children of a list glide to their new places when the order changes (first, last, invert, play). Children are told
 * apart by `data-flip`. Does nothing where the system asks for less motion.
 */
export function useFlip<T extends HTMLElement>(order: string): RefObject<T | null> {
  const list = useRef<T>(null);
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const next = new Map<string, number>();
    for (const child of list.current?.children ?? []) {
      const key = child instanceof HTMLElement ? child.dataset['flip'] : undefined;
      if (!(child instanceof HTMLElement) || key === undefined) continue;
      next.set(key, child.offsetTop);
      const before = places.current.get(key);
      if (still || before === undefined || before === child.offsetTop) continue;
      child.animate([{ transform: `translateY(${before - child.offsetTop}px)` }, { transform: 'none' }], {
        duration: DURATION,
        easing: 'cubic-bezier(.2, .7, .2, 1)',
      });
    }
    places.current = next;
  }, [order]);
  return list;
}
