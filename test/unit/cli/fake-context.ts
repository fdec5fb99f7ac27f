import type { CliContainer, CliContext } from '../../../src/cli/context.js';

/** A command line without a process and without a database. */
export function fakeContext(container: object = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const calls: { opened: unknown[]; closed: number; served: unknown[]; worked: unknown[] } = {
    opened: [],
    closed: 0,
    served: [],
    worked: [],
  };
  let interrupt = (): void => undefined;
  const context: CliContext = {
    stdout: { write: (text) => out.push(text) },
    stderr: { isTTY: false, write: (text) => err.push(text) },
    openContainer: async (options) => {
      calls.opened.push(options);
      return { close: async () => void calls.closed++, ...container } as unknown as CliContainer;
    },
    serve: async (options) => void calls.served.push(options),
    work: async (options) => void calls.worked.push(options),
    onInterrupt: (callback) => {
      interrupt = callback;
      return () => (interrupt = () => undefined);
    },
  };
  return {
    context,
    calls,
    interrupt: () => interrupt(),
    stdout: () => out.join(''),
    stderr: () => err.join(''),
  };
}
