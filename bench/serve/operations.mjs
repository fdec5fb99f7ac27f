/**
 * What is asked of every contestant. `body(random)` is the body of one request; `random(n)` draws an integer below n.
 */
const FIELDS = `
  id
  alpha
  servedBy { strategy modelVersion foldedInEngagements }
  items {
    rank
    score
    breakdown { collaborative content }
    reasons(max: 2) { kind share text }
    content { id title domain subtopic difficultyLevel contentType language tags durationMinutes }
  }`;

const LIST = `query Home($userId: ID!) { recommendations(userId: $userId, k: 10) {${FIELDS} } }`;

const MANY = `query Team($after: String) {
  users(first: 50, after: $after) {
    nodes { id recommendations(k: 10) { items { rank score content { id title domain } } } }
  }
}`;

/** Contents whose similar content is asked for: their lists are remembered, so that what is measured is the way of a request. */
const OFTEN = 500;

const SIMILAR = `query Similar($contentId: ID!) {
  similarContent(contentId: $contentId, k: 10) { score sharedTerms content { id title domain difficultyLevel } }
}`;

const RECORD = `mutation Record($input: [EngagementInput!]!) {
  recordEngagements(input: $input) { recorded duplicates userErrors { path message code } }
}`;

/** @param size learners and contents, whose ids are 1 to N */
export function operations({ users, contents }) {
  const list = (random) => ({ query: LIST, operationName: 'Home', variables: { userId: String(1 + random(users)) } });
  const many = (random) => ({
    query: MANY,
    operationName: 'Team',
    variables: { after: Buffer.from(String(random(users - 50))).toString('base64url') },
  });
  const similar = (random) => ({
    query: SIMILAR,
    operationName: 'Similar',
    variables: { contentId: String(1 + random(Math.min(contents, OFTEN))) },
  });
  const record = (random) => ({
    query: RECORD,
    operationName: 'Record',
    variables: {
      input: [
        {
          userId: String(1 + random(users)),
          contentId: String(1 + random(contents)),
          engagementType: 'COMPLETED',
          durationSeconds: 60 + random(1800),
          liked: random(2) === 1,
        },
      ],
    },
  });
  const mix = (random) => {
    const draw = random(100);
    return draw < 60 ? list(random) : draw < 80 ? similar(random) : draw < 97 ? record(random) : many(random);
  };
  return { list, many, similar, record, mix };
}

/** Draws that are the same in every run (mulberry32). */
export function createDraw(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}
