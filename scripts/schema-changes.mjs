/**
 * Compares schema.graphql with the schema of the last release, docs/releases/schema-<version>.graphql.
 *
 *     node scripts/schema-changes.mjs           exit 1 when a change breaks clients and the version does not say so
 *     node scripts/schema-changes.mjs --record  keep schema.graphql as that of the version in package.json
 *
 * A change that breaks clients needs a new major version, or a new minor one while the major version is 0.
 */
import { diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RELEASES = join(ROOT, 'docs/releases');

/** Changes from one SDL to another, by how they affect clients: `BREAKING`, `DANGEROUS` or `NON_BREAKING`, with a message each. */
export async function changesBetween(released, current) {
  const changes = await diff(buildSchema(released), buildSchema(current));
  return changes.map(({ criticality, message, path }) => ({ level: criticality.level, message, path: path ?? '' }));
}

const numbersOf = (version) => version.split('-')[0].split('.').map(Number);

/** Whether a version may break clients of the release before it. */
export function mayBreak(released, version) {
  const [before, now] = [numbersOf(released), numbersOf(version)];
  return now[0] !== before[0] ? now[0] > before[0] : now[0] === 0 && now[1] > before[1];
}

/** The highest version that has a schema on record; null before the first release. */
export function lastRelease(files) {
  const versions = files.flatMap((name) => /^schema-(\d+\.\d+\.\d+)\.graphql$/.exec(name)?.[1] ?? []);
  const compare = (a, b) => {
    const place = a.findIndex((number, at) => number !== b[at]);
    return place < 0 ? 0 : a[place] - b[place];
  };
  return versions.sort((a, b) => compare(numbersOf(a), numbersOf(b))).at(-1) ?? null;
}

/**
 * What to tell about the changes since a release, and whether they may stand.
 * @param options.version of the code that is checked
 */
export function judge(changes, { released, version }) {
  const of = (level) => changes.filter((change) => change.level === level);
  const list = (title, found) =>
    found.length === 0 ? [] : [`${title}:`, ...found.map(({ message }) => `  - ${message}`)];
  const breaking = of('BREAKING');
  const good = breaking.length === 0 || mayBreak(released, version);
  const text = [
    ...list(good ? 'Changes that break clients, which the version says' : 'Changes that break clients', breaking),
    ...list('Changes that may surprise clients', of('DANGEROUS')),
    good
      ? `schema.graphql fits version ${version} after release ${released}: ${breaking.length} breaking, ${of('DANGEROUS').length} dangerous, ${of('NON_BREAKING').length} other changes.`
      : `\nVersion ${version} must not break clients of ${released}. Keep the old way beside the new one, deprecated with what replaces it; or raise the version in package.json (CONTRIBUTING.md).`,
  ];
  return { good, text: text.join('\n') };
}

async function main() {
  const current = readFileSync(join(ROOT, 'schema.graphql'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (process.argv.includes('--record')) {
    mkdirSync(RELEASES, { recursive: true });
    writeFileSync(join(RELEASES, `schema-${version}.graphql`), current);
    console.log(`docs/releases/schema-${version}.graphql written.`);
    return;
  }
  const released = lastRelease(existsSync(RELEASES) ? readdirSync(RELEASES) : []);
  if (released === null) {
    console.log('There is no release yet to compare schema.graphql with.');
    return;
  }
  const before = readFileSync(join(RELEASES, `schema-${released}.graphql`), 'utf8');
  const { good, text } = judge(await changesBetween(before, current), { released, version });
  (good ? console.log : console.error)(text);
  process.exitCode = good ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
