import { DomainError } from '../../errors.js';
import { comparable, FIELDS, type Field, type ImportKind } from './fields.js';

/** Which column of a file fills which field. */
export interface ColumnPlan {
  /** Columns of the file, as the header names them. */
  readonly header: readonly string[];
  /** Place of the column that fills a field; a field without a column is absent. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Columns that nothing is taken from, in the file's order. */
  readonly ignored: readonly string[];
}

/**
 * Plans how a file's columns are read: first the given mapping, then our own names, then the synonyms.
 * @param map their column name to our field name; either may be written in any case, camelCase or snake_case
 * @param ignored their columns that nothing is taken from; one that the file lacks is no fault
 * @param grows whether further columns may follow, so that one that is missing is no fault yet; default false
 * @throws DomainError BAD_USER_INPUT for a mapping of unknown names, two columns for one field, or a required field without
 *   a column
 */
export function planColumns(
  kind: ImportKind,
  header: readonly string[],
  map: Readonly<Record<string, string>> = {},
  grows = false,
  ignored: readonly string[] = [],
): ColumnPlan {
  const fields = FIELDS[kind];
  const names = header.map((name) => comparable(name));
  const placeOf = new Map<string, number>();
  const taken = new Set<number>();
  const assign = (field: Field, places: readonly number[]): void => {
    if (places.length > 1)
      throw fault(
        `The columns ${places.map((place) => `"${header[place]}"`).join(' and ')} could both be ${field.name}. ` +
          `Say which: --map "${header[places[0]]}=${field.name}".`,
      );
    placeOf.set(field.name, places[0]);
    taken.add(places[0]);
  };
  const passedOver = new Set(ignored.map(comparable));
  const free = (matches: (place: number) => boolean): number[] =>
    names.flatMap((name, place) => (!taken.has(place) && !passedOver.has(name) && matches(place) ? [place] : []));

  for (const [theirs, ours] of Object.entries(map)) {
    const field = fields.find(({ name }) => comparable(name) === comparable(ours));
    if (!field)
      throw fault(`"${ours}" is no field of ${kind}. The fields: ${fields.map(({ name }) => name).join(', ')}.`);
    let places = free((place) => header[place] === theirs);
    if (places.length === 0) places = free((place) => names[place] === comparable(theirs));
    if (places.length === 0 && grows) continue;
    if (places.length === 0)
      throw fault(
        `The file has no column "${theirs}" to map. Its columns: ${header.map((name) => `"${name}"`).join(', ')}.`,
      );
    if (placeOf.has(field.name)) throw fault(`Two columns are mapped to ${field.name}.`);
    assign(field, places);
  }
  const open = fields.filter((field) => !placeOf.has(field.name));
  // An `id` beside a `user_id` is often a row number: which one is meant is not for us to guess.
  const exact = (field: Field): number[] => free((place) => names[place] === comparable(field.name));
  const alike = (field: Field): number[] => {
    const synonyms = new Set(field.synonyms.map(comparable));
    return free((place) => synonyms.has(names[place]));
  };
  for (const field of open) {
    const places = exact(field);
    if (field.name === 'id') places.push(...alike(field));
    if (places.length > 0) assign(field, places);
  }
  for (const field of open) {
    const places = placeOf.has(field.name) ? [] : alike(field);
    if (places.length > 0) assign(field, places);
  }
  const missing = fields.filter((field) => field.required && !placeOf.has(field.name)).map(({ name }) => name);
  if (missing.length > 0 && !grows)
    throw fault(
      `No column of the file is ${missing.join(' or ')}. Its columns: ${header.map((name) => `"${name}"`).join(', ')}. ` +
        `Name it: --map "their_name=${missing[0]}".`,
    );
  return { header, placeOf, ignored: header.filter((_, place) => !taken.has(place)) };
}

function fault(message: string): DomainError {
  return new DomainError('BAD_USER_INPUT', message);
}
