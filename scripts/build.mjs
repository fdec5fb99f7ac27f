/**
 * Builds what is out of date: the Prisma client from prisma/schema.prisma, the types of the Studio's operations, then
 * dist/ from src/ and seed/, the WebAssembly kernels, and the Studio's page.
 *
 *     node scripts/build.mjs            build what has changed
 *     node scripts/build.mjs --client   only the Prisma client and the types: what the type check needs
 *     node scripts/build.mjs --server   no page: before schema.graphql is written for a page that needs it anew
 *     node scripts/build.mjs --force    build everything anew
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { withBuildLock } from './build-lock.mjs';
import { schemaFingerprint, sourceFingerprint } from './fingerprint.mjs';
import { buildStudio, generateStudioTypes, studioIsFresh, studioTypesAreFresh } from './studio.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');
const CLIENT = join(ROOT, 'src/generated/prisma/client.ts');
const COMMAND = join(DIST, 'src/cli/main.js');
const COMPILER_STATE = join(DIST, '.tsbuildinfo');
const CLIENT_STAMP = join(DIST, '.client-stamp');
const STAMP = join(DIST, '.stamp');
const PAGE = join(DIST, 'studio');

const stampIs = (path, value) => existsSync(path) && readFileSync(path, 'utf8') === value;
const clientIsFresh = () => existsSync(CLIENT) && stampIs(CLIENT_STAMP, schemaFingerprint(ROOT));
const typesAreFresh = () => clientIsFresh() && studioTypesAreFresh(ROOT);
const distIsFresh = () => clientIsFresh() && stampIs(STAMP, sourceFingerprint(ROOT));
const say = (message) => process.stderr.write(`${message}\n`);

/** Runs a JavaScript file of a dependency; its output is shown when it fails. */
async function runTool(name, path, args, environment = {}) {
  const tool = join(ROOT, 'node_modules', path);
  if (!existsSync(tool)) throw new Error(`node_modules/${path} is missing: run \`npm ci\` first.`);
  const child = spawn(process.execPath, [tool, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${name} failed:\n${output.trimEnd()}`);
}

async function generateClient() {
  rmSync(CLIENT_STAMP, { force: true });
  await runTool('Generating the Prisma client', 'prisma/build/index.js', ['generate', '--no-hints'], {
    // Generating uses no schema engine, yet the command line downloads one unless it is told of an executable.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
  writeFileSync(CLIENT_STAMP, schemaFingerprint(ROOT));
}

/** Waits for all of them, also where one fails: no tool is left running. @throws what the first of them failed with */
async function allOf(tasks) {
  for (const { reason } of await Promise.allSettled(tasks)) if (reason) throw reason;
}

async function buildPage(typesOnly, force) {
  if (force || !studioTypesAreFresh(ROOT)) await generateStudioTypes(ROOT);
  if (!typesOnly && (force || !studioIsFresh(ROOT))) await buildStudio(ROOT, runTool);
}

/** Removes compiled files whose source is gone. */
function prune(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === PAGE) continue;
    if (entry.isDirectory()) prune(path);
    else {
      const source = relative(DIST, path).replace(/\.js(\.map)?$/, '.ts');
      if (source.endsWith('.ts') && !existsSync(join(ROOT, source))) rmSync(path);
    }
  }
}

async function compile() {
  // Taken before reading: a file that changes while the compiler runs makes the next build run again.
  const fingerprint = sourceFingerprint(ROOT);
  // Without a stamp the last build did not end well, and what the compiler remembers of it may be wrong.
  if (!existsSync(STAMP)) rmSync(COMPILER_STATE, { force: true });
  rmSync(STAMP, { force: true });
  await runTool('Compiling', 'typescript/lib/tsc.js', [
    '--project',
    'tsconfig.json',
    '--noEmitOnError',
    '--incremental',
    '--tsBuildInfoFile',
    COMPILER_STATE,
  ]);
  prune(DIST);
  await buildKernels();
  if (existsSync(COMMAND)) chmodSync(COMMAND, 0o755);
  writeFileSync(STAMP, fingerprint);
}

/**
 * Builds what is out of date. Two builds at once wait for each other.
 * @returns whether anything was built
 */
export async function build({ clientOnly = false, serverOnly = false, force = false } = {}) {
  const everythingIsFresh = () => {
    if (clientOnly) return typesAreFresh();
    return distIsFresh() && (serverOnly || (typesAreFresh() && studioIsFresh(ROOT)));
  };
  const isFresh = () => !force && everythingIsFresh();
  if (isFresh()) return false;
  mkdirSync(DIST, { recursive: true });
  return withBuildLock(
    join(DIST, '.lock'),
    async () => {
      if (isFresh()) return false;
      const started = performance.now();
      say('Building LearnRec ...');
      if (force) for (const path of [STAMP, CLIENT_STAMP]) rmSync(path, { force: true });
      if (!clientIsFresh()) await generateClient();
      await allOf([!clientOnly && !distIsFresh() && compile(), !serverOnly && buildPage(clientOnly, force)]);
      say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
      return true;
    },
    () => say('Waiting for another build to end ...'),
  );
}

/** Builds, or says what went wrong and ends the process. */
export async function buildOrExit(options) {
  try {
    return await build(options);
  } catch (error) {
    say(error.message);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2);
  const built = await buildOrExit({
    clientOnly: args.includes('--client'),
    serverOnly: args.includes('--server'),
    force: args.includes('--force'),
  });
  if (!built) say('Nothing has changed since the last build.');
}
