import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../../src/errors.js';
import { codeBlocksOf, type CodeBlock } from '../../support/docs.js';

const fileOf = (path: string): Promise<string> => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('docs/frontend.md', () => {
  let page: string;
  let blocks: CodeBlock[];
  beforeAll(async () => {
    page = await fileOf('docs/frontend.md');
    blocks = await codeBlocksOf('frontend.md');
  });

  it('has the code of the example client, which is generated, compiled and run', async () => {
    let checked = 0;
    for (const { language, text } of blocks) {
      if (language === 'sh') continue;
      const [, path, code] = /^(?:\/\/|#) (\S+)\n([^]*)$/.exec(text) ?? [];
      if (!path || !code) throw new Error(`A block does not name its file:\n${text}`);
      expect([path, (await fileOf(`examples/client/${path}`)).includes(code)]).toEqual([path, true]);
      checked++;
    }
    expect(checked).toBeGreaterThan(15);
    expect(page.match(/^```\w/gm)).toHaveLength(blocks.length);
  });

  it('has every error code with its meaning, and what the example client does about it', async () => {
    const reactions = Object.fromEntries(
      [...(await fileOf('examples/client/src/reactions.ts')).matchAll(/^ {2}([A-Z_]+): '([A-Z_]+)',$/gm)].map(
        ([, code, reaction]) => [code, reaction],
      ),
    );
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| [^|]+ \| ([^|]+) \| ([A-Z_]+) \|$/gm)].map(
      ([, code, meaning, reaction]) => [code, { meaning, reaction }],
    );
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(
        Object.entries(ERROR_CODES).map(([code, meaning]) => [code, { meaning, reaction: reactions[code] }]),
      ),
    );
    expect(rows).toHaveLength(Object.keys(ERROR_CODES).length);
  });

  it('explains every reaction', async () => {
    const type = /export type Reaction =([^]*?);/.exec(await fileOf('examples/client/src/reactions.ts'))![1]!;
    for (const [, reaction] of type.matchAll(/'([A-Z_]+)'/g)) expect(page).toContain(`- **${reaction}**: `);
  });

  it('leads to pages and headings that are there', async () => {
    const slug = (heading: string): string =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
    for (const name of ['frontend.md', 'curl.md']) {
      const text = await fileOf(`docs/${name}`);
      for (const [, path, anchor] of text.matchAll(/\]\(([\w.-]+\.md)(?:#([\w-]+))?\)/g)) {
        const target = await fileOf(`docs/${path}`);
        const headings = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));
        if (anchor) expect([path, headings]).toEqual([path, expect.arrayContaining([anchor])]);
      }
    }
  });
});
