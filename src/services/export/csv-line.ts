const SPECIAL = /[",\r\n]|^\s|\s$/;

/**
 * One record as RFC 4180 has it, with its line break (LF). Null is an empty cell; an empty text is a quoted one, so that the
 * two stay apart.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (i > 0) line += ',';
    if (cell === null) continue;
    line += cell === '' || SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return `${line}\n`;
}
