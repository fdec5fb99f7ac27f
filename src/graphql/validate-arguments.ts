import { getMetadataStorage, validateSync } from 'class-validator';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../errors.js';
import { refuseTexts } from './refuse-texts.js';

interface Info {
  readonly parentType: { readonly name: string };
}

/**
 * Checks the texts of all arguments, and the bounds that the classes in inputs/ declare. Lists and scalars declare none; the rows of a batch are checked
 * by the services, one by one.
 * @throws DomainError BAD_USER_INPUT that names the argument
 */
export function validateArguments(
  value: unknown,
  _type: unknown,
  asked: { readonly args: object; readonly info: Info },
): void {
  // Lists of ids of a mutation are rows too: each is answered by itself.
  if (asked.info.parentType.name !== 'Mutation') refuseTexts(asked.args);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const bounded = boundedNumbers(value);
  if (bounded !== null && accepted.has(bounded)) return;
  const [first] = validateSync(value, {
    skipMissingProperties: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (!first) {
    if (bounded !== null) accepted.set(bounded, true);
    return;
  }
  const message = Object.values(first.constraints ?? {})[0] ?? `Argument "${first.property}" is not accepted.`;
  throw new DomainError('BAD_USER_INPUT', message, { argument: first.property });
}

/** Numbers that were found within their bounds before: a page asks with the same few, for every learner that it shows. */
const accepted = new LRUCache<string, true>({ max: 2000 });

interface Declared {
  /** Tells the class from others. */
  readonly name: string;
  /** Properties that have bounds. */
  readonly properties: readonly string[];
}
const declaredBy = new WeakMap<object, Declared>();
let classes = 0;

/** All that the bounds of these arguments depend on; null where it is more than numbers. */
function boundedNumbers(value: object): string | null {
  const { name, properties } = declarationsOf(value.constructor);
  let text = name;
  for (const property of properties) {
    const given = (value as Record<string, unknown>)[property];
    if (given != null && typeof given !== 'number') return null;
    text += ` ${String(given)}`;
  }
  return text;
}

function declarationsOf(type: object): Declared {
  let declared = declaredBy.get(type);
  if (!declared) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(type as () => void, '', false, false);
    declared = { name: String(classes++), properties: [...new Set(rules.map(({ propertyName }) => propertyName))] };
    declaredBy.set(type, declared);
  }
  return declared;
}
