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

const SIMILAR = `# What is about the same as one piece of content, and why.
query Similar {
  content(id: "17") { title domain subtopic tags }
  similarContent(contentId: "17", k: 5) {
    score
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
  { query: COMPARE },
  { query: SIMILAR },
  { query: EVALUATE },
  { query: RETRAIN, headers: JSON.stringify({ Authorization: 'Bearer ADMIN_TOKEN' }, null, 2) },
];
