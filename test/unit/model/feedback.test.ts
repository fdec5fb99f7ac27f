import { describe, expect, it } from '@jest/globals';
import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import {
  ASPECT_OF,
  FEEDBACK_KINDS,
  NO_FEEDBACK,
  withFeedback,
  type FeedbackKind,
} from '../../../src/model/feedback.js';
import { buildInteractions, createVocabulary, historyOf } from '../../../src/model/interactions.js';

/** One learner (1) who viewed content 10 on day 1, without duration or like. */
const VIEW: EngagementColumns = {
  length: 1,
  userPk: Int32Array.of(1),
  contentPk: Int32Array.of(10),
  timestamp: Float64Array.of(86_400_000),
  durationSeconds: Int32Array.of(MISSING),
  liked: Int8Array.of(MISSING),
  type: Uint8Array.of(ENGAGEMENT_TYPES.indexOf('VIEWED')),
};

const say = (kind: FeedbackKind, contentPk: number) => ({
  length: 1,
  userPk: Int32Array.of(1),
  contentPk: Int32Array.of(contentPk),
  timestamp: Float64Array.of(2 * 86_400_000),
  kind: Uint8Array.of(FEEDBACK_KINDS.indexOf(kind)),
});

function entry(kind: FeedbackKind, contentPk: number) {
  const data = buildInteractions(
    withFeedback(VIEW, say(kind, contentPk)),
    createVocabulary(Int32Array.of(1)),
    createVocabulary(Int32Array.of(10, 20)),
  );
  const { items, strength, rating, disliked } = historyOf(data, 0);
  const place = items.indexOf(contentPk === 10 ? 0 : 1);
  return { strength: strength[place], rating: rating[place], disliked: disliked[place] };
}

describe('feedback as evidence', () => {
  it.each([
    // Strengths by hand: weight of the type * (1 + score / 10).
    ['NOT_RELEVANT', { strength: 0, rating: 0, disliked: 1 }],
    ['ALREADY_KNOW', { strength: 3, rating: 0, disliked: 0 }],
    ['TOO_EASY', { strength: 1, rating: 0, disliked: 0 }],
    ['TOO_HARD', { strength: 1, rating: 0, disliked: 0 }],
    ['MORE_LIKE_THIS', { strength: 4 * (1 + 10 / 10), rating: 10, disliked: 0 }],
  ] as const)('%s of new content', (kind, expected) => {
    expect(entry(kind, 20)).toEqual(expected);
  });

  it('adds to what was engaged before, and a rejection takes its strength', () => {
    expect(entry('MORE_LIKE_THIS', 10).strength).toBe(1 + 8);
    expect(entry('NOT_RELEVANT', 10)).toEqual({ strength: 0, rating: 0, disliked: 1 });
  });

  it('stands behind the engagements, which stay as they are', () => {
    const both = withFeedback(VIEW, say('TOO_EASY', 20));
    expect(both.feedbackFrom).toBe(1);
    expect(both.length).toBe(2);
    expect([...both.contentPk]).toEqual([10, 20]);
    expect([...both.timestamp]).toEqual([86_400_000, 172_800_000]);
    expect(withFeedback(VIEW, NO_FEEDBACK)).toBe(VIEW);
  });

  it('puts opposites into one aspect', () => {
    expect(ASPECT_OF.TOO_EASY).toBe(ASPECT_OF.TOO_HARD);
    expect(ASPECT_OF.NOT_RELEVANT).toBe(ASPECT_OF.MORE_LIKE_THIS);
    expect(new Set(Object.values(ASPECT_OF)).size).toBe(3);
  });
});
