import { readFile } from 'node:fs/promises';

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of code of a page of docs/, in their order. */
export async function codeBlocksOf(page: string): Promise<CodeBlock[]> {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
}

/**
 * Words of a line for the shell, its quotes taken away and `$NAME` replaced by what the variable holds.
 * @throws Error for a variable that is not known
 */
export function shellWords(line: string, variables: Readonly<Record<string, string>>): string[] {
  const expand = (text: string): string =>
    text.replace(/\$(\w+)/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`There is no $${name} in: ${line}`);
      return value;
    });
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"|([^'"]+)/g, (_, single?: string, double?: string, bare?: string) =>
      single !== undefined ? single : expand(double ?? bare ?? ''),
    ),
  );
}

/** Asks what a line of curl asks; knows the options that the pages use. */
export async function runCurl(words: readonly string[]): Promise<Response> {
  const [command, ...rest] = words;
  if (command !== 'curl') throw new Error(`Not a line of curl: ${words.join(' ')}`);
  const headers = new Headers();
  let url = '';
  let body: string | undefined;
  let search: string | undefined;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (word === '-s' || word === '-sG') continue;
    if (word === '-H') {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(rest[++at]!)!;
      headers.append(name, value);
    } else if (word === '-d') body = rest[++at]!;
    else if (word === '--data-urlencode') {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(rest[++at]!)!;
      search = new URLSearchParams({ [name]: value }).toString();
    } else if (word.startsWith('-')) throw new Error(`The option ${word} is not known.`);
    else url = word;
  }
  return fetch(search === undefined ? url : `${url}?${search}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body !== undefined && { body }),
  });
}
