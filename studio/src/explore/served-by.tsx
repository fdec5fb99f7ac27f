import { count, words } from '../components/format.js';
import type { RecommendationDetailsFragment } from '../generated/operations.js';
import styles from './recommendations.module.css';

/** Where the list comes from, in a line; why it is not personal, where it is not. */
export function ServedBy({ servedBy }: { readonly servedBy: RecommendationDetailsFragment['servedBy'] }) {
  const { strategy, fallbackReason, foldedInEngagements, algorithm, modelVersion } = servedBy;
  const model = `model ${modelVersion}, ${algorithm}`;
  if (strategy === 'HYBRID') {
    return (
      <p className="small muted">{`Personal: rests on ${count(foldedInEngagements)} ${foldedInEngagements === 1 ? 'piece' : 'pieces'} of content, ${model}`}</p>
    );
  }
  return (
    <p className={styles['fallback']}>
      <span className="tag tag-warn">{STRATEGIES[strategy] ?? words(strategy).toLowerCase()}</span> {fallbackReason}{' '}
      <span className="muted">{`(${model})`}</span>
    </p>
  );
}

const STRATEGIES: Readonly<Record<string, string>> = { COLD_START: 'cold start', UNKNOWN_USER: 'unknown id' };

const WHY: Readonly<Record<string, string>> = {
  CATALOGUE: 'there is no more content on offer',
  FILTERED: 'the filters leave out the rest',
  MIN_SCORE: 'what is left scores less than asked for',
  SEEN: 'the learner has engaged with the rest',
};

export function Shortfall({
  shortfall,
}: {
  readonly shortfall: NonNullable<RecommendationDetailsFragment['shortfall']>;
}) {
  const { returned, requested, reason } = shortfall;
  return (
    <p className={styles['shortfall']} role="status">
      {returned === 0 ? 'Nothing to recommend' : `${returned} instead of ${requested}`}:{' '}
      {WHY[reason] ?? words(reason).toLowerCase()}.
    </p>
  );
}
