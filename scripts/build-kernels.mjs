/**
 * Compiles the kernels, src/model/kernels/assembly/*.ts (AssemblyScript), to one WebAssembly module in dist/.
 *
 *     node scripts/build-kernels.mjs           compile
 *     node scripts/build-kernels.mjs --check   compile twice and compare with the checked-in hash; fails on a difference
 *     node scripts/build-kernels.mjs --write   compile and check in the new hash
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = 'src/model/kernels/assembly/index.ts';
const HASH = join(ROOT, 'src/model/kernels/assembly/kernels.sha256');
const OUTPUT = join(ROOT, 'dist/src/model/kernels/kernels.wasm');

const OPTIONS = [
  ['--runtime', 'stub'],
  ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ['--enable', 'simd,threads'],
  ['-O3', '--noAssert'],
  // Vectors pass between functions of the module only.
  ['--disableWarning', '112'],
].flat();

/** The module's bytes. */
export async function compileKernels() {
  const { default: asc } = await import('assemblyscript/asc').catch(() => {
    throw new Error('node_modules/assemblyscript is missing: run `npm ci` first.');
  });
  let bytes;
  const { error, stderr } = await asc.main([SOURCE, '--outFile', 'kernels.wasm', '--baseDir', ROOT, ...OPTIONS], {
    writeFile: (name, contents) => {
      if (name === 'kernels.wasm') bytes = contents;
    },
  });
  if (error) throw new Error(`Compiling the kernels failed:\n${stderr.toString().trimEnd()}`);
  if (hasData(bytes))
    throw new Error('The kernels bring data of their own, which would lie where the engine keeps arrays.');
  return bytes;
}

/** Whether a module has a data section (id 11): a header of 8 bytes, then sections of an id, a length in LEB128 and as many bytes. */
function hasData(bytes) {
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at++];
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      length += (bytes[at] & 127) * 2 ** shift;
      more = bytes[at++] > 127;
    }
    if (id === 11) return true;
    at += length;
  }
  return false;
}

/** Compiles the kernels into dist/. */
export async function buildKernels() {
  const bytes = await compileKernels();
  mkdirSync(dirname(OUTPUT), { recursive: true });
  writeFileSync(OUTPUT, bytes);
  return bytes;
}

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bytes = await buildKernels();
  const hash = hashOf(bytes);
  if (process.argv.includes('--write')) writeFileSync(HASH, `${hash}\n`);
  if (process.argv.includes('--check')) {
    const again = hashOf(await compileKernels());
    const stored = readFileSync(HASH, 'utf8').trim();
    if (hash !== again || hash !== stored) {
      console.error(`The kernels differ: compiled ${hash}, again ${again}, checked in ${stored}.`);
      console.error('After a change of their source, run `node scripts/build-kernels.mjs --write`.');
      process.exit(1);
    }
  }
  console.log(`kernels.wasm: ${bytes.length} bytes, sha256 ${hash}`);
}
