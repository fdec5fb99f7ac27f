import type { ImportKind } from './fields.js';

/*
 * xAPI 1.0.3 statements (https://github.com/adlnet/xAPI-Spec). Actor and activity become ids, the verb becomes the kind of
 * engagement, result.duration the time spent; the statement's id is the idempotency key.
 */

type JsonObject = Readonly<Record<string, unknown>>;

/** What became of a statement: columns by name, or why it is none of ours, or the statement that it voids. */
export type FromStatement =
  | { readonly columns: JsonObject }
  | { readonly fault: string; readonly column: string; readonly value: string }
  | { readonly voids: string };

/** How an actor with an account is named: by the account's name alone, or by its home page too. */
export const ACCOUNT_NAMES = ['NAME', 'FULL'] as const;
export type AccountNames = (typeof ACCOUNT_NAMES)[number];

/** The column of a statement that fills each field. */
export const STATEMENT_COLUMNS: Readonly<Record<ImportKind, Readonly<Record<string, string>>>> = {
  users: { actor: 'id' },
  content: {
    'object.id': 'id',
    'definition.name': 'title',
    'definition.description': 'description',
    'definition.type': 'contentType',
  },
  engagements: {
    actor: 'userId',
    'object.id': 'contentId',
    timestamp: 'timestamp',
    'result.duration': 'durationSeconds',
    opinion: 'liked',
    verb: 'engagementType',
    id: 'idempotencyKey',
  },
  feedback: {},
};

/** From this scaled score on a rating is a like, up to the other one a dislike; between them it is no opinion. */
const LIKED_FROM = 0.6;
const DISLIKED_TO = 0.4;

export function isStatement(value: JsonObject): boolean {
  return isObject(value['actor']) && isObject(value['verb']) && isObject(value['object']);
}

/** @returns a reader of statements; one per import, as it remembers whose accounts it has met */
export function createStatementReader(
  kind: ImportKind,
  accounts: AccountNames = 'NAME',
): (statement: JsonObject) => FromStatement {
  let homePage: string | undefined;

  const learnerOf = (actor: JsonObject): string | { fault: string } => {
    const { mbox, mbox_sha1sum: sum, openid, account } = actor as Record<string, unknown>;
    if (typeof mbox === 'string') return mbox.replace(/^mailto:/i, '');
    if (typeof sum === 'string') return `sha1:${sum}`;
    if (typeof openid === 'string') return openid;
    if (isObject(account) && typeof account['name'] === 'string') {
      const page = String(account['homePage'] ?? '');
      if (accounts === 'FULL') return `${page}#${account['name']}`;
      homePage ??= page;
      if (page === homePage) return account['name'];
      return {
        fault:
          `the account is of another home page (${page}) than the first one (${homePage}), and may be somebody else's: ` +
          'name accounts in full',
      };
    }
    if (actor['objectType'] === 'Group') return { fault: 'a group is no learner' };
    return { fault: 'it has no mbox, mbox_sha1sum, openid or account' };
  };

  return (statement) => {
    const verb = statement['verb'] as JsonObject;
    const object = statement['object'] as JsonObject;
    const word = lastSegment(text(verb['id']));
    if (word === 'voided')
      return object['objectType'] === 'StatementRef' && typeof object['id'] === 'string'
        ? { voids: object['id'] }
        : { fault: 'a voiding statement must name a statement', column: 'object.id', value: text(object['id']) };
    const learner = learnerOf(statement['actor'] as JsonObject);
    if (typeof learner === 'object' && kind !== 'content')
      return { ...learner, column: 'actor', value: JSON.stringify(statement['actor']) };
    const isActivity = object['objectType'] === undefined || object['objectType'] === 'Activity';
    if (!isActivity && kind !== 'users')
      return {
        fault: `it is about a ${text(object['objectType'])}, not an activity`,
        column: 'object.id',
        value: text(object['id']),
      };
    if (kind === 'users') return { columns: { actor: learner } };
    if (kind === 'content') return { columns: contentColumns(object) };
    const result = isObject(statement['result']) ? statement['result'] : {};
    return {
      columns: {
        actor: learner,
        'object.id': object['id'],
        timestamp: statement['timestamp'] ?? statement['stored'] ?? null,
        'result.duration': result['duration'] ?? null,
        opinion: word === 'rated' ? opinionOf(result) : null,
        verb: word === 'rated' ? 'viewed' : word,
        id: statement['id'] ?? null,
      },
    };
  };
}

function contentColumns(object: JsonObject): JsonObject {
  const definition = isObject(object['definition']) ? object['definition'] : {};
  const title = inSomeLanguage(definition['name']);
  const description = inSomeLanguage(definition['description']);
  const type = definition['type'];
  return {
    'object.id': object['id'],
    // An activity without a name is known by the end of its address, unless a name is stored already.
    ...(title !== null && { 'definition.name': title }),
    ...(description !== null && { 'definition.description': description }),
    ...(typeof type === 'string' && { 'definition.type': lastSegment(type) }),
  };
}

function opinionOf(result: JsonObject): boolean | null {
  const scaled = isObject(result['score']) ? result['score']['scaled'] : undefined;
  if (typeof scaled !== 'number') return null;
  return scaled >= LIKED_FROM ? true : scaled <= DISLIKED_TO ? false : null;
}

/** English where there is some, else what comes first. */
function inSomeLanguage(map: unknown): string | null {
  if (!isObject(map)) return null;
  const entries = Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return (entries.find(([language]) => /^en\b/i.test(language)) ?? entries[0])?.[1] ?? null;
}

const lastSegment = (iri: string): string => /([^/#]+)[/#]*$/.exec(iri)?.[1] ?? iri;
const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
