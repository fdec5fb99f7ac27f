import type { Container, ContainerOptions } from '../container.js';
import type { ServeOptions } from '../main.js';
import type { WorkOptions } from '../worker.js';
import type { ProgressStream } from './progress-bar.js';

/** What the verbs use of the wired service. */
export type CliContainer = Pick<
  Container,
  'services' | 'stores' | 'keys' | 'database' | 'train' | 'evaluate' | 'significance' | 'close'
> & {
  /** Names of the migrations that opening applied. */
  readonly migrations?: readonly string[];
};

/** Everything outside the command line's own code, so that tests can stand in for it. */
export interface CliContext {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ProgressStream;
  openContainer(options: ContainerOptions): Promise<CliContainer>;
  serve(options: ServeOptions): Promise<void>;
  work(options: WorkOptions): Promise<void>;
  /** Calls back at the first Ctrl-C; a second one ends the process. Returns how to stop listening. */
  onInterrupt(callback: () => void): () => void;
}
