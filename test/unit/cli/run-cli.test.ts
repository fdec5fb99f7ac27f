import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { DomainError } from '../../../src/errors.js';
import { fakeContext } from './fake-context.js';

const VERBS = ['serve', 'worker', 'migrate', 'seed', 'import', 'train', 'evaluate', 'recommend'];

describe('runCli', () => {
  it('lists every verb', async () => {
    const fake = fakeContext();
    expect(await runCli(['--help'], fake.context)).toBe(0);
    for (const verb of VERBS) expect(fake.stdout()).toContain(`  ${verb} `);
  });

  it.each(VERBS)('explains %s with examples, without opening anything', async (verb) => {
    const fake = fakeContext();
    expect(await runCli([verb, '--help'], fake.context)).toBe(0);
    expect(fake.stdout()).toMatch(new RegExp(`Examples:\\n.*learnrec ${verb}`, 's'));
    if (verb !== 'serve' && verb !== 'worker') expect(fake.stdout()).toContain('--json');
    expect(fake.calls.opened).toEqual([]);
  });

  it.each([
    [['fly'], /unknown command 'fly'/],
    [['recommend'], /--user <id>/],
    [['recommend', '--user', '1', '-k', '0'], /integer from 1 to 100/],
    [['recommend', '--user', '1', '--alpha', '1.5'], /number from 0 to 1/],
    [['import', 'cats', 'a.csv'], /users, content, engagements/],
    [['import', 'users'], /missing required argument 'files'/],
    [['import', 'users', 'a.csv', '--map', 'x'], /name=value/],
    [['train', '--algorithm', 'MAGIC'], /Allowed choices are .*ITEM_KNN/],
    [['train', '--param', 'factors=many'], /factors must be a number/],
    [['seed', '--users', '1.5'], /integer/],
    [['evaluate', '--default-timestamp', 'soon'], /a time such as/],
    [['migrate', '--fast'], /unknown option '--fast'/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const fake = fakeContext();
    expect(await runCli(args, fake.context)).toBe(2);
    expect(fake.stderr()).toMatch(message);
    expect(fake.stdout()).toBe('');
    expect(fake.calls.opened).toEqual([]);
  });

  it('hands worker its options', async () => {
    const fake = fakeContext();
    expect(await runCli(['worker'], fake.context)).toBe(0);
    expect(await runCli(['worker', '--embedded'], fake.context)).toBe(0);
    expect(fake.calls.worked).toEqual([{ embedded: false }, { embedded: true }]);
  });

  it('hands serve its options', async () => {
    const fake = fakeContext();
    expect(await runCli(['serve', '--port', '8080', '--host', '0.0.0.0', '--embedded'], fake.context)).toBe(0);
    expect(fake.calls.served).toEqual([{ port: 8080, host: '0.0.0.0', embedded: true }]);
    expect(await runCli(['serve', '--no-worker'], fake.context)).toBe(0);
    expect(fake.calls.served[1]).toEqual({ embedded: false, worker: false });
  });

  it('reports what migrate applied', async () => {
    const fake = fakeContext({ migrations: ['1_initial'] });
    expect(await runCli(['migrate'], fake.context)).toBe(0);
    expect(fake.stdout()).toBe('1 migration applied: 1_initial.\n');
    expect(fake.calls.closed).toBe(1);
    const nothing = fakeContext();
    await runCli(['migrate', '--json'], nothing.context);
    expect(nothing.stdout()).toBe('{"applied":[]}\n');
  });

  describe('an error', () => {
    const failing = (error: unknown) =>
      fakeContext({ services: { recommendations: { forUser: () => Promise.reject(error) } } });
    const notReady = new DomainError('MODEL_NOT_READY', 'No model is active yet.', { hint: 1 });

    it('is one line with its code, exit code 1, and everything is closed', async () => {
      const fake = failing(notReady);
      expect(await runCli(['recommend', '--user', '1'], fake.context)).toBe(1);
      expect(fake.stderr()).toBe('MODEL_NOT_READY: No model is active yet.\n');
      expect(fake.stdout()).toBe('');
      expect(fake.calls.closed).toBe(1);
    });

    it('is JSON with --json', async () => {
      const fake = failing(notReady);
      expect(await runCli(['recommend', '--user', '1', '--json'], fake.context)).toBe(1);
      expect(JSON.parse(fake.stderr())).toEqual({
        error: { code: 'MODEL_NOT_READY', message: 'No model is active yet.', details: { hint: 1 } },
      });
    });

    it('shows its stack and its cause with --verbose only', async () => {
      const error = new Error('outer', { cause: new Error('inner') });
      const short = failing(error);
      await runCli(['recommend', '--user', '1'], short.context);
      expect(short.stderr()).toBe('INTERNAL: outer (--verbose shows where)\n');
      const long = failing(error);
      await runCli(['recommend', '--user', '1', '--verbose'], long.context);
      expect(long.stderr()).toMatch(/^INTERNAL: outer\n.*Error: outer\n\s+at .*Error: inner\n\s+at /s);
    });
  });
});
