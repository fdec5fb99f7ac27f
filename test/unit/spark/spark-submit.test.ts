import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SparkEvent } from '../../../src/spark/spark-event.js';
import { submit, submitArguments, type SubmitSettings } from '../../../src/spark/spark-submit.js';
import { waitFor } from '../../support/wait-for.js';

const SUBMISSION = {
  name: 'n',
  script: '/s.py',
  plan: { a: "it's" },
  conf: { 'spark.x': '1' },
  environment: process.env,
};
const SETTINGS: SubmitSettings = {
  submit: 'spark-submit',
  master: 'spark://host:7077',
  python: 'python3',
  driverMemory: '1g',
  executorMemory: '4g',
  properties: '/p.conf',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learnrec-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program in place of spark-submit. */
async function program(lines: string): Promise<SubmitSettings> {
  const path = join(folder, `submit-${Math.random().toString(36).slice(2)}`);
  await writeFile(path, `#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o755);
  return { ...SETTINGS, submit: path };
}

async function run(settings: SubmitSettings, signal?: AbortSignal): Promise<{ events: SparkEvent[]; lines: string[] }> {
  const events: SparkEvent[] = [];
  const lines: string[] = [];
  const on = { event: (event: SparkEvent) => void events.push(event), line: (line: string) => void lines.push(line) };
  await submit(settings, SUBMISSION, { ...on, signal });
  return { events, lines };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('spark-submit', () => {
  it('is told the master, memory, properties, script and plan', () => {
    const given = submitArguments(SETTINGS, SUBMISSION);
    const after = (name: string): string => given[given.indexOf(name) + 1];
    expect([after('--master'), after('--deploy-mode')]).toEqual(['spark://host:7077', 'client']);
    expect([after('--driver-memory'), after('--executor-memory')]).toEqual(['1g', '4g']);
    expect(after('--properties-file')).toBe('/p.conf');
    expect(given).toContain('spark.x=1');
    expect(given.slice(-2)).toEqual(['/s.py', '{"a":"it\'s"}']);
    expect(submitArguments({ ...SETTINGS, properties: undefined }, SUBMISSION)).not.toContain('--properties-file');
  });

  it('tells events from the log, of both streams', async () => {
    const settings = await program(
      `echo 'learnrec {"event":"fitting","fit":"TRAINING"}'
       echo 'a warning' >&2
       echo 'learnrec is a word too'
       echo 'learnrec {"event":"done"}'`,
    );
    const { events, lines } = await run(settings);
    expect(events).toEqual([{ event: 'fitting', fit: 'TRAINING' }, { event: 'done' }]);
    expect(lines.sort()).toEqual(['a warning', 'learnrec is a word too']);
  });

  it.each([
    [
      'fails',
      'echo "java.lang.X: no space"; echo "	at a.b(C.scala:1)"; exit 3',
      'SPARK_FAILED',
      /with code 3[^]*no space$/,
    ],
    ['ends before it is done', 'echo last', 'SPARK_FAILED', /before it was done[^]*last/],
    ['has no Java', 'echo "JAVA_HOME is not set" >&2; exit 1', 'SPARK_UNAVAILABLE', /JAVA_HOME/],
    [
      'has no numpy',
      `echo "ModuleNotFoundError: No module named 'numpy'"; exit 1`,
      'SPARK_UNAVAILABLE',
      /SPARK_PYTHON/,
    ],
    ['has no Python', `echo 'Cannot run program "python9": error=2'; exit 1`, 'SPARK_UNAVAILABLE', /SPARK_PYTHON/],
  ])('that %s says why', async (_, lines, code, message) => {
    await expect(run(await program(lines))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('that is not there names the setting', async () => {
    const missing = { ...SETTINGS, submit: join(folder, 'none') };
    await expect(run(missing)).rejects.toMatchObject({
      code: 'SPARK_UNAVAILABLE',
      message: expect.stringMatching(/none" \(ENOENT\): set SPARK_SUBMIT/),
    });
  });

  it('ends with all that it started when it is cancelled', async () => {
    const pids = join(folder, 'pids');
    const settings = await program(`sleep 100 & echo "$$ $!" > ${pids}; wait`);
    const stop = new AbortController();
    const running = run(settings, stop.signal);
    let started: number[] = [];
    await waitFor(async () => {
      started = (await readFile(pids, 'utf8').catch(() => '')).split(' ').filter(Boolean).map(Number);
      return started.length === 2;
    });
    expect(started.map(isAlive)).toEqual([true, true]);
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });
    await waitFor(async () => !started.some(isAlive));
  });

  it('is not started when the training is cancelled already', async () => {
    await expect(run(SETTINGS, AbortSignal.abort())).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });
  });
});
