/** The ways to rank that a report compares, in its order. ORACLE ranks by the truth of made-up data, where that is given. */
export const CONTESTANTS = ['HYBRID', 'COLLABORATIVE', 'CONTENT', 'POPULARITY', 'RANDOM', 'ORACLE'] as const;
export type Contestant = (typeof CONTESTANTS)[number];
