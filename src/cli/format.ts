import Table from 'cli-table3';

/**
 * A table without colours.
 * @param right places of the columns that hold numbers
 * @param ruled whether a line parts the rows, for cells of several lines
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [], ruled = false }: { readonly right?: readonly number[]; readonly ruled?: boolean } = {},
): string {
  const built = new Table({
    head: [...head],
    colAligns: head.map((_, place) => (right.includes(place) ? 'right' : 'left')),
    style: { head: [], border: [] },
  });
  built.push(...rows.map((row) => [...row]));
  const lines = built.toString().split('\n');
  const belowHead = lines.findIndex((line) => line.startsWith('├'));
  return lines.filter((line, place) => ruled || place === belowHead || !line.startsWith('├')).join('\n');
}

/** Rows in columns without lines around them: the first column to the left, the others to the right. Cells may have several lines. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = { left: '', right: '', 'left-mid': '', 'right-mid': '', 'top-left': '', 'top-right': '' };
  const built = new Table({
    head: [...head],
    colAligns: head.map((_, place) => (place === 0 ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: {
      ...none,
      top: '',
      'top-mid': '',
      mid: '',
      'mid-mid': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      middle: '  ',
    },
  });
  built.push(...rows.map((row) => [...row]));
  return built
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Sentences broken at spaces into lines of at most 100 characters. */
export function wrapped(text: string, width = 100): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 learner`, `2 learners`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `0.35 s`, `12.3 s`, `125 s`. */
export function seconds(value: number): string {
  return `${value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0)} s`;
}

/** Text from outside on one line, without what would move the cursor or colour the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
