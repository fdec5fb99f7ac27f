import { readFileSync } from 'node:fs';

/** The compiled kernels: beside the compiled model, also when this file runs from its TypeScript source. */
const KERNELS = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/src/model/kernels/kernels.wasm', import.meta.url)
  : new URL('../model/kernels/kernels.wasm', import.meta.url);

let loaded: WebAssembly.Module | null | undefined;

/** Reads and compiles the kernels, once; null, with one warning, where this platform lacks SIMD or threads. */
export function loadKernels(): WebAssembly.Module | null {
  if (loaded === undefined) {
    const bytes = readFileSync(KERNELS);
    loaded = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
    if (!loaded)
      process.emitWarning('WebAssembly lacks SIMD or threads here: computing in plain TypeScript, many times slower.');
  }
  return loaded;
}
