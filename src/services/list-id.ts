import { randomBytes } from 'node:crypto';

/*
 * The id of a list is a UUID of random bits. Its version says whether the list is logged: 4 where it is, 8 (RFC 9562: free use)
 * where it is not, so that an engagement that names a list which nobody will look up costs nothing.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([48])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function newListId(logged: boolean): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | (logged ? 0x40 : 0x80);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whether a list of this id is logged; null for what is no id of a list. */
export function isLogged(id: string): boolean | null {
  const version = UUID.exec(id)?.[1];
  return version === undefined ? null : version === '4';
}
