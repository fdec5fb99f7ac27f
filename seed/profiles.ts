import { generateSeed } from './generate.js';
import { generateReference } from './reference.js';
import type { SeedData, SeedSize } from './seed-data.js';

/** How data can be made up: docs/data.md tells what each holds. */
export const PROFILES = {
  realistic: generateSeed,
  reference: generateReference,
} as const satisfies Record<
  string,
  (size: SeedSize, seed: number, onProgress?: (engagements: number) => void) => SeedData
>;
export type ProfileName = keyof typeof PROFILES;
export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];
