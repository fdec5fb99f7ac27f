/** One tab of the playground. The ids are those of the demo data; they stand in the text, where everybody sees what to change. */
export interface PlaygroundExample {
  readonly query: string;
  /** JSON. */
  readonly headers?: string;
}

const RECOMMEND = `# What should this learner take next, and why?
# Run it with the pink button or Ctrl-Enter.
query Recommend {
  recommendations(userId: "42", k: 5) {
    alpha
    servedBy { strategy algorithm foldedInEngagements }
    items {
      rank
      score
      breakdown { collaborative content }
      content { id title domain difficultyLevel }
      reasons { kind share text }
    }
  }
}
`;

const COMPARE = `# One learner, two alphas, side by side by aliases:
# 0 ranks by content alone, 1 by what similar learners do.
query CompareAlphas {
  byContent: recommendations(userId: "42", k: 5, alpha: 0) {
    ...list
  }
  byPeers: recommendations(userId: "42", k: 5, alpha: 1) {
    ...list
  }
}

fragment list on RecommendationList {
  alpha
  items {
    score
    content { title }
  }
}
`;

const SHAPE = `# Shape a list: filter it, vary it, match it to the level,
# page through it. None of this changes a score.
query Shape {
  recommendations(
    userId: "42"
    k: 5
    filter: { contentType: { in: ["Video", "Article"] }, difficultyLevel: { notIn: [ADVANCED] } }
    diversity: 0.3
    difficultyFit: true
    exploration: 0.1
  ) {
    items { rank score seen explored content { title domain difficultyLevel contentType } }
    shortfall { requested returned reason }
    # For the next page, add the argument after: "<endCursor>".
    hasNextPage
    endCursor
  }
}
`;

const SWEEP = `# How the list changes from content alone (0) to
# collaborative alone (1): what enters, leaves and moves.
query AlphaSweep {
  alphaSweep(userId: "42", k: 5, alphas: [0, 0.5, 1]) {
    fittedAlpha
    steps {
      alpha
      overlapWithPrevious
      overlapWithFirst
      entered { title }
      left { title }
      moved { content { title } fromRank toRank }
    }
  }
}
`;

const VISITOR = `# Somebody without an account: by their job, and by what they like.
query Visitor {
  byJob: recommendationsForProfile(
    profile: { title: "Data Analyst", department: "Engineering", seniorityLevel: MID }
    k: 5
  ) {
    servedBy { strategy }
    items { score content { title domain } reasons { kind share text } }
  }
  byTaste: recommendationsForProfile(likedContentIds: ["17", "42"], k: 5) {
    servedBy { strategy }
    items { score content { title domain } reasons { kind share text } }
  }
}
`;

const TRENDING = `# What is engaged with more than in the 30 days before.
query Trending {
  trending(windowDays: 30, k: 5) {
    from
    to
    items { rank score engagements engagementsBefore content { title domain } }
  }
}
`;

const SIMILAR = `# What is about the same as one piece of content, and why.
query Similar {
  content(id: "17") { title domain subtopic tags }
  similarContent(contentId: "17", k: 5, basis: HYBRID) {
    score
    breakdown { collaborative content }
    sharedTerms
    content { id title domain subtopic }
  }
}
`;

const EVALUATE = `# How good is it? Measured on engagements that the measured
# model has never seen, beside popularity and chance.
query Evaluate {
  evaluation(sampleSize: 500, k: 10) {
    protocol
    cutoff
    users
    catalogueSize
    results {
      contestant
      alpha
      precision { value low high }
      recall { value low high }
      ndcg { value low high }
      coverage { value }
    }
  }
}
`;

const RETRAIN = `# Needs the admin token, which the service prints when it
# starts. In the Headers tab below:
#   { "Authorization": "Bearer <admin token>" }
mutation Retrain {
  retrain(input: { algorithm: ITEM_KNN }) {
    # Follow it with
    #   { trainingJob(id: "...") { status progress } }
    trainingJob { id status phase progress }
    userErrors { path message code }
  }
}
`;

export const PLAYGROUND_EXAMPLES: readonly PlaygroundExample[] = [
  { query: RECOMMEND },
  { query: SHAPE },
  { query: COMPARE },
  { query: SWEEP },
  { query: VISITOR },
  { query: SIMILAR },
  { query: TRENDING },
  { query: EVALUATE },
  { query: RETRAIN, headers: JSON.stringify({ Authorization: 'Bearer ADMIN_TOKEN' }, null, 2) },
];
