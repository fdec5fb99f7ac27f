import { startPeer } from '../peers.mjs';
import { line } from '../report.mjs';

/** Single-precision products by the machine's BLAS, 256 bits wide or more; WebAssembly has 128. */
export async function run({ threads }) {
  const peer = startPeer('numpy_ceiling', { threads, blasThreads: threads });
  const { gigaflops } = await peer.ask({ op: 'multiply', size: 2048 });
  await peer.close();
  return [line('dense products, single precision', '', `numpy ${gigaflops.toFixed(0)} GFLOP/s`, '')];
}
