import { count } from '../components/format.js';
import type { RecommendationDetailsFragment, ShortfallReason } from '../generated/operations.js';
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
      <span className="tag tag-warn">{strategy === 'COLD_START' ? 'cold start' : 'unknown id'}</span> {fallbackReason}{' '}
      <span className="muted">{`(${model})`}</span>
    </p>
  );
}

const WHY: Record<ShortfallReason, string> = {
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
      {returned === 0 ? 'Nothing to recommend' : `${returned} instead of ${requested}`}: {WHY[reason]}.
    </p>
  );
}
