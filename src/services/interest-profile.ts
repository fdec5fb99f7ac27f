import { contentProfile } from '../model/content/profile.js';
import type { History } from '../model/interactions.js';
import { rememberLast } from '../model/remember-last.js';
import type { SparseRows } from '../model/sparse.js';

const profilesIn = rememberLast((vectors: SparseRows) =>
  rememberLast((history: History) => contentProfile(history, vectors)),
);

/** A learner's profile in the content space; made once for the calls in a row that rank one list and explain it. */
export function interestProfile(history: History, vectors: SparseRows): Float64Array {
  return profilesIn(vectors)(history);
}
