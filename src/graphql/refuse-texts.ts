import { DomainError } from '../errors.js';

/**
 * Refuses texts that Postgres has none of, wherever they stand in the arguments of a field. Lists of objects are rows, which the
 * services check one by one, so that a bad row does not lose the good ones.
 * @param path where the value stands in the arguments
 * @throws DomainError BAD_USER_INPUT that names the argument
 */
export function refuseTexts(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    const fault = value.includes('\u0000')
      ? 'the character U+0000'
      : !value.isWellFormed()
        ? 'half of a surrogate pair'
        : null;
    if (fault) throw new DomainError('BAD_USER_INPUT', `${path} must not contain ${fault}.`, { argument: path });
  } else if (Array.isArray(value)) {
    value.forEach((entry: unknown, place) => {
      if (typeof entry === 'string') refuseTexts(entry, `${path}.${place}`);
    });
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [name, entry] of Object.entries(value)) refuseTexts(entry, path === '' ? name : `${path}.${name}`);
  }
}
