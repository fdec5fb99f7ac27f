import { createProfiler } from '../model/content/profile.js';
import type { History } from '../model/interactions.js';
import { rememberLast } from '../model/remember-last.js';
import type { SparseRows, SparseVector } from '../model/sparse.js';

const profilesIn = rememberLast((vectors: SparseRows) => {
  const profileOf = createProfiler(vectors);
  const known = new WeakMap<History, SparseVector>();
  return (history: History): SparseVector => {
    let profile = known.get(history);
    if (!profile) {
      profile = profileOf(history);
      known.set(history, profile);
    }
    return profile;
  };
});

/** A learner's profile in the content space; made once for the list and for its reasons, which other lists may come between. */
export function interestProfile(history: History, vectors: SparseRows): SparseVector {
  return profilesIn(vectors)(history);
}
