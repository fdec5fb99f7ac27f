/** The text as it stands, for a place where Postgres reads `%`, `_` and the backslash as LIKE wildcards. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
