import { DomainError } from '../../errors.js';
import { comparable, FIELDS, type ImportKind } from './fields.js';
import { plain, VOCABULARIES, lookUp, likedFrom } from './vocabulary.js';

/** What stands for a word of the file, by field and by the word as `plain` writes it; null stands for no value. */
export type ValueMap = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

const NO_VALUE = new Set(['', 'null', 'none']);

/**
 * Reads `field.word=VALUE` mappings.
 * @param given VALUE by `field.word`; the field in any case, the word as the file has it (case and punctuation do not count);
 *   VALUE `null` for no value
 * @throws DomainError BAD_USER_INPUT for unknown fields, for ids, and for values that the field does not take
 */
export function valueMap(kind: ImportKind, given: Readonly<Record<string, string>> = {}): ValueMap {
  const map = new Map<string, Map<string, string | null>>();
  for (const [key, value] of Object.entries(given)) {
    const dot = key.indexOf('.');
    if (dot <= 0 || dot === key.length - 1)
      throw new DomainError('BAD_USER_INPUT', `"${key}" must look like field.word, such as difficulty_level.expert.`);
    const name = comparable(key.slice(0, dot));
    const field = FIELDS[kind].find((candidate) => comparable(candidate.name) === name);
    const mappable = FIELDS[kind].filter((candidate) => !isId(candidate.name)).map((candidate) => candidate.name);
    if (!field || isId(field.name))
      throw new DomainError(
        'BAD_USER_INPUT',
        `"${key.slice(0, dot)}" is no field of ${kind} with words to map. Those are: ${mappable.join(', ')}.`,
      );
    const target = NO_VALUE.has(value.toLowerCase()) ? null : value;
    checkTarget(field.name, target);
    const words = map.get(field.name) ?? new Map<string, string | null>();
    words.set(plain(key.slice(dot + 1)), target);
    map.set(field.name, words);
  }
  return map;
}

const isId = (field: string): boolean => field === 'id' || field.endsWith('Id') || field === 'idempotencyKey';

function checkTarget(field: string, value: string | null): void {
  if (value === null) return;
  const vocabulary = VOCABULARIES[field];
  if (vocabulary && lookUp(vocabulary, value) === undefined)
    throw new DomainError(
      'BAD_USER_INPUT',
      `${field} has no value "${value}": ${vocabulary.values.join(', ')}, or null.`,
    );
  if (field === 'liked' && likedFrom(value) === undefined)
    throw new DomainError('BAD_USER_INPUT', `liked has no value "${value}": true, false, or null.`);
}
