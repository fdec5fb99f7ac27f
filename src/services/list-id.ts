import { randomUUID } from 'node:crypto';

/*
 * The id of a list is a UUID of random bits. Its version says whether the list is logged: 4 where it is, 8 (RFC 9562: free use)
 * where it is not, so that an engagement that names a list which nobody will look up costs nothing.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([48])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function newListId(logged: boolean): string {
  const uuid = randomUUID();
  return logged ? uuid : `${uuid.slice(0, 14)}8${uuid.slice(15)}`;
}

/** Whether a list of this id is logged; null for what is no id of a list. */
export function isLogged(id: string): boolean | null {
  const version = UUID.exec(id)?.[1];
  return version === undefined ? null : version === '4';
}
