import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { readExplore, writeExplore, type ExploreState } from './explore-state.js';

export type ChangeExplore = (change: Partial<ExploreState>, options?: { readonly replace?: boolean }) => void;

/** The state of the view and how to change it: it is the address, so that a view can be shared and Back goes back. */
export function useExplore(): readonly [ExploreState, ChangeExplore] {
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readExplore(params), [params]);
  const change = useCallback<ChangeExplore>(
    (change, options) => setParams((before) => writeExplore({ ...readExplore(before), ...change }), options ?? {}),
    [setParams],
  );
  return [state, change];
}
