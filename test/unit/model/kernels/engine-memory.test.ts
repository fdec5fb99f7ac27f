import { describe, expect, it } from '@jest/globals';
import { createEngineMemory, MEMORY_LIMIT } from '../../../../src/model/kernels/engine-memory.js';

/** Counts pages in place of holding them: addresses past 2 GiB cost nothing. */
function pretendMemory(): WebAssembly.Memory & { pages: number } {
  const memory = {
    pages: 1,
    get buffer() {
      return { byteLength: memory.pages * 65_536 };
    },
    grow(pages: number) {
      memory.pages += pages;
      if (memory.pages > 65_536) throw new RangeError('too many pages');
      return 0;
    },
  };
  return memory as unknown as WebAssembly.Memory & { pages: number };
}

describe('engine memory', () => {
  it('hands out aligned parts that do not overlap, and takes them back when their scope ends', () => {
    const store = createEngineMemory(new WebAssembly.Memory({ initial: 1, maximum: 16_384, shared: true }), 100);
    const first = store.allocate(10);
    const inner = store.scope(() => [store.allocate(1), store.allocate(1_000_000)]);
    expect([first, ...inner].every((offset) => offset % 64 === 0)).toBe(true);
    expect(first).toBeGreaterThanOrEqual(100);
    expect(inner[0]).toBeGreaterThanOrEqual(first + 10);
    expect(inner[1]).toBeGreaterThan(inner[0]);
    expect(store.allocate(5)).toBe(inner[0]);
  });

  it('takes back what a scope allocated before it failed', () => {
    const store = createEngineMemory(new WebAssembly.Memory({ initial: 1, maximum: 16_384, shared: true }), 0);
    const before = store.used();
    const failing = (): void =>
      store.scope(() => {
        store.allocate(1000);
        throw new Error('stop');
      });
    expect(failing).toThrow('stop');
    expect(store.used()).toBe(before);
  });

  it('gives zeros, also where there was something before', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 16_384, shared: true });
    const store = createEngineMemory(memory, 0);
    store.scope(() => new Uint8Array(memory.buffer, store.allocate(1000), 1000).fill(7));
    expect(new Uint8Array(memory.buffer, store.allocate(2000), 2000).every((byte) => byte === 0)).toBe(true);
  });

  it('goes past 2 GiB, up to 4', () => {
    const store = createEngineMemory(pretendMemory(), 64);
    const gibibyte = 2 ** 30;
    const offsets = [0, 1, 2].map(() => store.allocate(gibibyte));
    expect(offsets[2]).toBe(64 + 2 * gibibyte);
    expect(store.allocate(gibibyte - 64)).toBe(64 + 3 * gibibyte);
    expect(store.used()).toBe(MEMORY_LIMIT);
  });

  it('refuses what passes 4 GiB, saying how much it would be and what helps', () => {
    const store = createEngineMemory(pretendMemory(), 0);
    store.allocate(3 * 2 ** 30);
    expect(() => store.allocate(2 * 2 ** 30)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/5\.0 GiB.*fewer factors.*Spark/),
      }),
    );
  });
});
