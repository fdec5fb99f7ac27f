import { createRandom } from '../src/model/random.js';
import { generateContent } from './generate-content.js';
import { generateEngagements } from './generate-engagements.js';
import { generateUsers } from './generate-users.js';
import type { SeedData } from './write.js';

export interface SeedSize {
  readonly users: number;
  readonly contents: number;
  readonly engagements: number;
}

/** Small enough to be ready in seconds, large enough to learn from. */
export const DEMO_SIZE: SeedSize = { users: 5000, contents: 1000, engagements: 100_000 };

/**
 * All demo data. The same size and seed give the same data, in whatever order the parts are made.
 * @param seed any integer; its low 32 bits count
 * @param onProgress engagements made so far
 */
export function generateSeed(size: SeedSize, seed: number, onProgress?: (engagements: number) => void): SeedData {
  const random = createRandom(seed);
  const learners = generateUsers({ count: size.users }, random.fork('users'));
  const catalogue = generateContent({ count: size.contents }, random.fork('content'));
  const engagements = generateEngagements(
    { learners, catalogue, count: size.engagements, onProgress },
    random.fork('engagements'),
  );
  return { learners, catalogue, engagements };
}
