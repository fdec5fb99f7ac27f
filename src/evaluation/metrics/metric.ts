/** What every measure says about itself. */
interface Described<Name extends string = string> {
  /** The name in the API. */
  readonly name: Name;
  /** Which of the definitions in use this is; most of these names have several. */
  readonly variant: string;
  /** The definition in one sentence, for people. */
  readonly definition: string;
}

/** Judges one learner's ranking against what the learner went on to engage with. */
export interface RankingMetric<Name extends string = string> extends Described<Name> {
  /**
   * @param ranked items, best first; only the first `k` count; a repeated item counts at its first place only
   * @param isRelevant whether an item is relevant to this learner
   * @param relevantCount relevant items of this learner, in the list or not; with 0 every measure is 0
   * @param k places looked at, a positive integer; places that a shorter list leaves open are misses
   * @returns 0 to 1, never NaN
   */
  compute(ranked: ArrayLike<number>, isRelevant: (item: number) => boolean, relevantCount: number, k: number): number;
}

/** What measures of a list's make-up need beside the list. */
export interface ListContext {
  /** Learners who engaged with each item in training, by item. */
  readonly popularity: Float64Array;
  /** Learners with training data. */
  readonly users: number;
  /** Cosine of two items' content, 0 to 1. */
  contentSimilarity(a: number, b: number): number;
  /** Whether an item requires content that a learner has not completed; left out where no content requires any. */
  isUnready?: ((learner: number, item: number) => boolean) | undefined;
}

/** Judges the make-up of one learner's list, whatever is relevant. */
export interface ListMetric<Name extends string = string> extends Described<Name> {
  /**
   * @param learner whose list it is, as `ListContext.isUnready` knows them
   * @returns null where the list is too short to tell; such a learner is left out of the mean
   */
  compute(ranked: ArrayLike<number>, k: number, context: ListContext, learner: number): number | null;
}

/** Judges all lists together, so that it is no mean over learners. */
export interface CatalogueMetric<Name extends string = string> extends Described<Name> {
  /**
   * @param catalogueSize items that could have been recommended
   * @returns 0 to 1, never NaN
   */
  compute(lists: readonly ArrayLike<number>[], k: number, catalogueSize: number): number;
}

/** The distance of predicted scores from real ones. */
export interface ErrorMetric<Name extends string = string> extends Described<Name> {
  /**
   * @param predicted scores, 0 to 10
   * @param actual scores in the same order
   * @returns in points of the score, at least 0; null where there is no pair
   * @throws RangeError where the lengths differ
   */
  compute(predicted: ArrayLike<number>, actual: ArrayLike<number>): number | null;
}
