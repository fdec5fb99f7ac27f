import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';

interface Change {
  readonly level: string;
  readonly message: string;
  readonly path: string;
}
interface SchemaChanges {
  changesBetween(released: string, current: string): Promise<readonly Change[]>;
  mayBreak(released: string, version: string): boolean;
  lastRelease(files: readonly string[]): string | null;
  judge(
    changes: readonly Change[],
    versions: { readonly released: string; readonly version: string },
  ): { readonly good: boolean; readonly text: string };
}

describe('changes of the schema since a release', () => {
  let script: SchemaChanges;
  let sdl: string;
  beforeAll(async () => {
    const path = new URL('../../../scripts/schema-changes.mjs', import.meta.url).href;
    script = (await import(path)) as SchemaChanges;
    const text = await readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8');
    sdl = text.replace(/ *"""[^]*?"""\n/g, '');
  });

  const patch = { released: '0.1.0', version: '0.1.1' };
  /** The schema with one place replaced, which must be there. */
  const changed = (before: string | RegExp, after: string): string => {
    const now = sdl.replace(before, after);
    expect(now).not.toBe(sdl);
    return now;
  };
  const judged = async (now: string, versions = patch): Promise<{ good: boolean; text: string }> =>
    script.judge(await script.changesBetween(sdl, now), versions);

  it('pass when there are none', async () => {
    expect(await script.changesBetween(sdl, sdl)).toEqual([]);
    expect((await judged(sdl)).good).toBe(true);
  });

  it.each([
    [
      'a field that is gone',
      /\n {2}sharedCount: Int!/,
      '',
      "Field 'sharedCount' was removed from object type 'SimilarUser'",
    ],
    ['a field that may be null now', /sharedCount: Int!/, 'sharedCount: Int', "changed type from 'Int!' to 'Int'"],
    ['an argument that is gone', /(\n {4}windowDays: Int! = 7)/, '', "Argument 'windowDays: Int!' was removed"],
    [
      'a value of an enum that is gone',
      /\n {2}ENROLLED\n/,
      '\n',
      "Enum value 'ENROLLED' was removed from enum 'EngagementType'",
    ],
    [
      'an input field that is required now',
      /(input RetrainInput \{[^}]*note: String)\n/,
      '$1!\n',
      "changed type from 'String' to 'String!'",
    ],
  ])('fail for %s', async (_what, before, after, message) => {
    const { good, text } = await judged(changed(before, after));
    expect({ good, text }).toEqual({ good: false, text: expect.stringContaining(message) });
    expect(text).toContain('Version 0.1.1 must not break clients of 0.1.0.');
  });

  it('pass for what is added', async () => {
    const now = changed('type SimilarUser {', 'type SimilarUser {\n  "How. Example: `1`."\n  rank: Int!\n');
    expect(await judged(now)).toMatchObject({ good: true, text: expect.stringContaining('0 breaking') });
  });

  it('pass for a deprecation that leaves the field', async () => {
    const now = changed('sharedCount: Int!', 'sharedCount: Int! @deprecated(reason: "Use `sharedContent`.")');
    expect((await judged(now)).good).toBe(true);
  });

  it('may break where the version says so', async () => {
    const now = changed('\n  sharedCount: Int!', '');
    expect(await judged(now, { released: '0.1.0', version: '0.2.0' })).toMatchObject({
      good: true,
      text: expect.stringContaining('which the version says'),
    });
    const cases: [string, string, boolean][] = [
      ['0.1.0', '0.1.0', false],
      ['0.1.0', '0.1.9', false],
      ['0.9.0', '0.10.0', true],
      ['0.9.0', '1.0.0-rc.1', true],
      ['1.2.0', '1.3.0', false],
      ['1.2.0', '2.0.0', true],
      ['2.0.0', '1.9.0', false],
    ];
    for (const [released, version, may] of cases)
      expect([released, version, script.mayBreak(released, version)]).toEqual([released, version, may]);
  });

  it('are compared with the highest release on record', () => {
    expect(script.lastRelease([])).toBeNull();
    expect(script.lastRelease(['README.md'])).toBeNull();
    expect(
      script.lastRelease(['schema-0.9.0.graphql', 'schema-0.10.1.graphql', 'schema-0.10.0.graphql', 'x.graphql']),
    ).toBe('0.10.1');
  });
});
