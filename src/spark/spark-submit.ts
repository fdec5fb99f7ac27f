import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DomainError } from '../errors.js';
import { describeFailure } from './describe-failure.js';
import { parseEvent, type SparkEvent } from './spark-event.js';

/** How spark-submit is called. */
export interface SubmitSettings {
  readonly submit: string;
  readonly master: string;
  readonly python: string;
  readonly driverMemory: string;
  readonly executorMemory: string;
  readonly properties: string | undefined;
}

export interface Submission {
  /** Shown in Spark's own pages. */
  readonly name: string;
  /** Absolute path of the script, and its one argument. */
  readonly script: string;
  readonly plan: unknown;
  /** Further properties. */
  readonly conf: Readonly<Record<string, string>>;
  readonly environment: NodeJS.ProcessEnv;
}

/** Lines of the log that are kept to tell why it failed. */
const KEPT = 400;
/** How long Spark has to give its application up before it is killed. */
const GRACE_MS = 10_000;

export function submitArguments(settings: SubmitSettings, { name, script, plan, conf }: Submission): string[] {
  const properties: Record<string, string> = {
    'spark.log.level': 'WARN',
    'spark.ui.showConsoleProgress': 'false',
    'spark.pyspark.python': settings.python,
    ...conf,
  };
  return [
    ...['--master', settings.master, '--deploy-mode', 'client', '--name', name],
    ...['--driver-memory', settings.driverMemory, '--executor-memory', settings.executorMemory],
    ...(settings.properties === undefined ? [] : ['--properties-file', settings.properties]),
    ...Object.entries(properties).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    script,
    JSON.stringify(plan),
  ];
}

/**
 * Runs one application to its end. Aborting ends it: spark-submit and what it started are asked to stop, whereupon the
 * application gives up its executors, and are killed if they do not.
 * @param onLine each line of the log
 * @throws DomainError SPARK_UNAVAILABLE, SPARK_FAILED, TRAINING_CANCELLED
 */
export async function submit(
  settings: SubmitSettings,
  submission: Submission,
  on: { event: (event: SparkEvent) => void; line: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  const { signal } = on;
  const cancelled = (): DomainError => new DomainError('TRAINING_CANCELLED', 'The training was cancelled.');
  if (signal?.aborted) throw cancelled();
  const child = spawn(settings.submit, submitArguments(settings, submission), {
    // A group of its own: spark-submit starts Java, and that Python.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...submission.environment, PYSPARK_PYTHON: settings.python },
  });
  const log: string[] = [];
  let done = false;
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      const event = parseEvent(line);
      if (event) {
        done ||= event.event === 'done';
        on.event(event);
        return;
      }
      log.push(line);
      if (log.length > KEPT) log.shift();
      on.line(line);
    });
  const end = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  let killer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    end('SIGTERM');
    killer = setTimeout(() => end('SIGKILL'), GRACE_MS);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const ended = await new Promise<string | null>((resolve, reject) => {
      child.on('error', (cause) => reject(notStarted(settings.submit, cause)));
      child.on('close', (code, by) => resolve(code === 0 ? null : by ? `by ${by}` : `with code ${code}`));
    });
    if (signal?.aborted) throw cancelled();
    if (ended !== null || !done) throw describeFailure(log, ended ?? 'before it was done');
  } finally {
    clearTimeout(killer);
    signal?.removeEventListener('abort', onAbort);
    // What is left of the group, should spark-submit have ended before what it started.
    end('SIGKILL');
  }
}

function notStarted(program: string, cause: Error): DomainError {
  return new DomainError(
    'SPARK_UNAVAILABLE',
    `spark-submit cannot be started as "${program}" (${(cause as NodeJS.ErrnoException).code ?? cause.message}): set SPARK_SUBMIT to it.`,
    {},
    { cause },
  );
}
