import type { ContentField } from '../model/content/features.js';
import type { TraitField } from '../model/hybrid/traits.js';
import type { ReasonKind } from '../model/hybrid/explain.js';
import type { AlgorithmName } from '../model/recommender.js';
import type { RecommendControls } from './list-controls.js';
import type { Readiness } from './readiness.js';
import type { Content } from './services.js';

export type { ReasonKind };

/** How a list was made. */
export type Strategy =
  /** Blend of collaborative and content halves. */
  | 'HYBRID'
  /** A known learner with nothing engaged: what learners like them, or all, engage with most. */
  | 'COLD_START'
  /** An id never heard of. */
  | 'UNKNOWN_USER';

export interface ServedBy {
  readonly modelVersion: string;
  readonly trainedAt: Date;
  readonly algorithm: AlgorithmName;
  readonly strategy: Strategy;
  /** Distinct content items of the learner's history that the answer rests on. */
  readonly foldedInEngagements: number;
  /** Why the list is not personal; null for HYBRID. */
  readonly fallbackReason: string | null;
}

/** A field that a reason rests on. */
export type ReasonField = ContentField | TraitField;

/** One cause of a score. */
export interface Reason {
  readonly kind: ReasonKind;
  /** For ENGAGED_CONTENT: the content that the learner engaged with. */
  readonly contentId: string | null;
  /**
   * For SHARED_TERM: the term and the field of content it stands in, for example `python` in `title`. For TRAIT: what the
   * learner has in common with others and the field of learners, `title`, `department` or `seniorityLevel`.
   */
  readonly term: string | null;
  readonly field: ReasonField | null;
  /** Share of the score, over 0, at most 1. The shares of all reasons of one item sum to 1. */
  readonly share: number;
  /** A sentence for people. */
  readonly text: string;
}

export interface Recommendation {
  /** Place in the whole list, 1-based; goes on from page to page. */
  readonly rank: number;
  /** 0-10: exactly `alpha * breakdown.collaborative + (1 - alpha) * breakdown.content`. */
  readonly score: number;
  readonly breakdown: { readonly collaborative: number; readonly content: number };
  /** Whether the learner has engaged with it; only with `includeSeen`. */
  readonly seen: boolean;
  /** Whether exploration moved it up; only with `exploration`. */
  readonly explored: boolean;
  readonly content: Content;
  /** At most `maxReasons`, the largest first. Computed on call. */
  reasons(maxReasons: number): readonly Reason[];
  /** Computed on call. */
  readiness(): Readiness;
}

/** A page that is shorter than asked, and why. */
export interface Shortfall {
  readonly requested: number;
  readonly returned: number;
  /**
   * MIN_SCORE: what is left scores too little; FILTERED: a filter, `exclude`,
   * `difficultyFit` or `readyOnly` left out the rest; SEEN: the
   * learner has engaged with the rest; CATALOGUE: there is no more.
   */
  readonly reason: 'MIN_SCORE' | 'FILTERED' | 'SEEN' | 'CATALOGUE';
}

export interface RecommendationList {
  readonly id: string;
  /** Null for a profile without an account. */
  readonly userId: string | null;
  readonly alpha: number;
  readonly servedBy: ServedBy;
  readonly items: readonly Recommendation[];
  readonly hasNextPage: boolean;
  /** For `after`; null on an empty page. */
  readonly endCursor: string | null;
  /** Null when the page is as long as asked. */
  readonly shortfall: Shortfall | null;
  /** Ids of the request that no content has; they were ignored. */
  readonly unknownContentIds: readonly string[];
}

export interface RecommendRequest extends RecommendControls {
  readonly userId: string;
}
