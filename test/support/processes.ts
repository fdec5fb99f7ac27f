import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGraphQLClient, type GraphQLClient } from './graphql-client.js';
import { TEST_ADMIN_TOKEN } from './service.js';
import { waitFor } from './wait-for.js';

export type LogLine = Readonly<Record<string, unknown>>;

/** A process of the service, as it runs outside of tests: compiled, with its own environment. */
export interface TestProcess {
  readonly child: ChildProcess;
  /** Lines of its log so far. */
  readonly logs: readonly LogLine[];
  /** Waits for a line of its log. */
  logged(wanted: (line: LogLine) => boolean): Promise<LogLine>;
  /** Sends the signal and waits for the end. @returns the exit code; null where the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServingProcess extends TestProcess {
  /** With a slash at the end. */
  readonly url: string;
  readonly client: GraphQLClient;
  readonly admin: GraphQLClient;
}

export interface ProcessOptions {
  readonly databaseUrl: string;
  /** More variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts and stops the processes of one test file. */
export interface Processes {
  worker(options: ProcessOptions): Promise<TestProcess>;
  serve(options: ProcessOptions): Promise<ServingProcess>;
  /** Kills whatever still runs. */
  close(): Promise<void>;
}

export async function openProcesses(): Promise<Processes> {
  const dataDir = await mkdtemp(join(tmpdir(), 'learnrec-processes-'));
  const running = new Set<TestProcess>();

  const start = (args: readonly string[], { databaseUrl, environment }: ProcessOptions): TestProcess => {
    const child = spawn(process.execPath, [resolve('dist/src/main.js'), ...args], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: databaseUrl,
        ADMIN_TOKEN: TEST_ADMIN_TOKEN,
        OPEN_ROLES: 'READER,WRITER',
        LEARNREC_DATA_DIR: dataDir,
        POOL_SIZE: '5',
        PORT: '0',
        GATE: 'off',
        RATE_LIMIT_ADDRESS: '0',
        ...environment,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const logs: LogLine[] = [];
    createInterface(child.stderr!).on('line', (text) => {
      logs.push(text.startsWith('{') ? (JSON.parse(text) as LogLine) : { msg: text });
    });
    const ended = new Promise<number | null>((done) =>
      child.once('exit', (code, signal) => {
        // A process that nobody stopped says in the test's output why it ended.
        if (running.has(started))
          process.stderr.write(`ended with ${code ?? signal}: ${JSON.stringify(logs.slice(-8))}\n`);
        done(code);
      }),
    );
    const started: TestProcess = {
      child,
      logs,
      logged: (wanted) =>
        waitFor(() => {
          const line = logs.find(wanted);
          if (!line && child.exitCode !== null)
            throw new Error(`ended with ${child.exitCode}: ${JSON.stringify(logs.slice(-3))}`);
          return line;
        }),
      stop: async (signal = 'SIGTERM') => {
        child.kill(signal);
        running.delete(started);
        return ended;
      },
    };
    running.add(started);
    return started;
  };

  return {
    worker: async (options) => {
      const started = start(['worker'], options);
      await started.logged(({ msg }) => msg === 'waiting for trainings');
      return started;
    },
    serve: async (options) => {
      const started = start(['serve', '--no-worker'], options);
      const url = (await started.logged(({ msg }) => msg === 'serving'))['url'] as string;
      return {
        ...started,
        url,
        client: createGraphQLClient(url),
        admin: createGraphQLClient(url, TEST_ADMIN_TOKEN),
      };
    },
    close: async () => {
      await Promise.all([...running].map((left) => left.stop('SIGKILL')));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
