import type { ImportKind } from './fields.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** What Go writes for "no time". */
const NO_TIME = '0001-01-01T00:00:00Z';

/** Whether an object is one of Gorse's users, items or feedback, as its API and its dumps have them. */
export function isGorse(kind: Exclude<ImportKind, 'feedback'>, value: JsonObject): boolean {
  switch (kind) {
    case 'users':
      return 'UserId' in value && !('ItemId' in value);
    case 'content':
      return 'ItemId' in value && !('UserId' in value);
    case 'engagements':
      return 'FeedbackType' in value && 'UserId' in value && 'ItemId' in value;
  }
}

/**
 * The object under the names of our columns. Users: labels by their names (`{"title": ...}`); a list of labels names nothing.
 * Items: Comment is the title (else the id), Categories and every text in Labels are tags, Timestamp is the publication,
 * IsHidden retires at that time. Feedback: FeedbackType is the kind of engagement.
 */
export function fromGorse(kind: Exclude<ImportKind, 'feedback'>, value: JsonObject): JsonObject {
  const time = value['Timestamp'] === NO_TIME || value['Timestamp'] === '' ? null : value['Timestamp'];
  const labels = value['Labels'];
  switch (kind) {
    case 'users':
      return {
        ...(typeof labels === 'object' && labels !== null && !Array.isArray(labels) ? labels : {}),
        UserId: value['UserId'],
      };
    case 'content': {
      const comment = value['Comment'];
      return {
        ItemId: value['ItemId'],
        title: typeof comment === 'string' && comment !== '' ? comment : value['ItemId'],
        tags: [...new Set([...textsIn(value['Categories']), ...textsIn(labels)])],
        publishedAt: time ?? null,
        ...('IsHidden' in value && { retiredAt: value['IsHidden'] === true ? (time ?? 0) : null }),
      };
    }
    case 'engagements':
      return {
        UserId: value['UserId'],
        ItemId: value['ItemId'],
        FeedbackType: value['FeedbackType'],
        Timestamp: time ?? null,
      };
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
