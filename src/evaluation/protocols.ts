import { DomainError } from '../errors.js';
import type { EngagementColumns } from '../model/engagement.js';
import { createRandom } from '../model/random.js';
import { leaveLastOutSplit, perUserSplit, stratifiedSplit, temporalSplit, type Split } from './split.js';

/** Ways to part engagements for an evaluation; see the functions of split.ts. */
export const PROTOCOLS = ['TEMPORAL', 'PER_USER_RATIO', 'LEAVE_LAST_OUT', 'STRATIFIED'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** The share that each protocol holds out where none is asked for; LEAVE_LAST_OUT has no choice. */
export const DEFAULT_SHARES: Readonly<Record<Exclude<Protocol, 'LEAVE_LAST_OUT'>, number>> = {
  TEMPORAL: 0.2,
  PER_USER_RATIO: 0.2,
  STRATIFIED: 0.25,
};

/**
 * @param testShare of the rows, or of each learner's, to hold out; not read by LEAVE_LAST_OUT
 * @throws DomainError NOT_ENOUGH_DATA where TEMPORAL is asked for and time cannot part the rows; BAD_USER_INPUT for a share out
 *   of range
 */
export function splitBy(
  protocol: Protocol,
  columns: EngagementColumns,
  testShare: number | undefined,
  seed: number,
): Split<Protocol> {
  const random = createRandom(seed).fork('hold-out');
  switch (protocol) {
    case 'TEMPORAL': {
      const split = temporalSplit(columns, testShare ?? DEFAULT_SHARES.TEMPORAL, random);
      if (split.protocol === 'TEMPORAL') return split;
      throw new DomainError(
        'NOT_ENOUGH_DATA',
        'The timestamps do not part the engagements: too many are the same. Evaluate by PER_USER_RATIO.',
      );
    }
    case 'PER_USER_RATIO':
      return perUserSplit(columns, testShare ?? DEFAULT_SHARES.PER_USER_RATIO, random);
    case 'LEAVE_LAST_OUT':
      return leaveLastOutSplit(columns, random);
    case 'STRATIFIED':
      return stratifiedSplit(columns, random, 1 - (testShare ?? DEFAULT_SHARES.STRATIFIED));
  }
}
