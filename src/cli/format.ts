import Table from 'cli-table3';

/** A table without colours. @param right places of the columns that hold numbers */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const built = new Table({
    head: [...head],
    colAligns: head.map((_, place) => (right.includes(place) ? 'right' : 'left')),
    style: { head: [], border: [] },
  });
  built.push(...rows.map((row) => [...row]));
  return built.toString();
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
