import type { Truth } from '../src/evaluation/truth.js';
import type { EngagementColumns } from '../src/model/engagement.js';
import type { SeedContent } from './generate-content.js';
import type { SeedUser } from './generate-users.js';

export interface SeedSize {
  readonly users: number;
  readonly contents: number;
  readonly engagements: number;
}

/** Named sizes. `demo` is ready in seconds and large enough to learn from; `full` is the size of the reference notebook. */
export const SIZES = {
  demo: { users: 5000, contents: 1000, engagements: 100_000 },
  medium: { users: 20_000, contents: 3000, engagements: 500_000 },
  full: { users: 100_000, contents: 10_000, engagements: 3_000_000 },
} as const satisfies Record<string, SeedSize>;
export type SizeName = keyof typeof SIZES;

/** Generated rows, whatever the profile. */
export interface SeedData {
  readonly learners: { readonly rows: readonly SeedUser[] };
  readonly catalogue: { readonly rows: readonly SeedContent[] };
  /** With places in place of surrogate keys, by learner and then by time. */
  readonly engagements: EngagementColumns;
  /** What the engagements were drawn from. */
  truth(): Truth;
}
