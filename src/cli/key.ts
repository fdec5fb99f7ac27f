import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseInstant } from '../services/import/parse-instant.js';
import type { ApiKey, ApiKeyRole } from '../services/api-keys.js';
import type { CliContext } from './context.js';
import { oneLine, table } from './format.js';
import { day, minute } from './instants.js';
import { withOutputOptions } from './options.js';
import type { OutputOptions } from './output.js';
import { runVerb } from './run-verb.js';

const ROLES: readonly ApiKeyRole[] = ['READER', 'WRITER', 'ADMIN'];
const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, number>> = { h: DAY_MS / 24, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS };

interface CreateOptions extends OutputOptions {
  readonly name: string;
  readonly role: ApiKeyRole;
  readonly expires?: Date;
}

/** `key`: the API keys that clients send. */
export function addKey(program: Command, context: CliContext, finish: (code: number) => void): void {
  const key = program
    .command('key')
    .summary('make, list and revoke API keys')
    .description('API keys: what a client sends as `Authorization: Bearer <key>`. Only a hash of each is stored.');
  addCreate(key, context, finish);
  addList(key, context, finish);
  addRevoke(key, context, finish);
}

function addCreate(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('create'))
    .summary('make a key')
    .description('Make a key, and print it: it cannot be shown again. It works at once, in every process.')
    .requiredOption('-n, --name <text>', 'what it is for, 1-191 characters')
    .addOption(
      new Option('-r, --role <role>', 'what it allows; each role includes those before it')
        .choices(ROLES)
        .default('READER'),
    )
    .option('-e, --expires <when>', 'when it ends: a time, or a span such as 12h, 90d, 1y (default: never)', ending)
    .addHelpText(
      'after',
      `
Examples:
  learnrec key create --name "home page" --role READER --expires 90d
  learnrec key create --name "nightly sync" --role WRITER --json`,
    )
    .action(async (options: CreateOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(
            async ({ keys }) => {
              const made = await keys.create({
                name: options.name,
                role: options.role,
                expiresAt: options.expires ?? null,
              });
              output.report({ ...made.key, key: made.text }, () => made.text);
              output.remark(`Key ${made.key.id} (${made.key.role}) is made. Keep it now: it cannot be shown again.`);
            },
            { serving: false },
          ),
        ),
      ),
    );
}

function addList(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('list'))
    .summary('show the keys')
    .description('Show all keys, newest first: the public part of each, never the key.')
    .action(async (options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(
            async ({ keys }) => {
              const all = await keys.list();
              output.report({ keys: all }, () => listText(all, new Date()));
            },
            { serving: false },
          ),
        ),
      ),
    );
}

function addRevoke(parent: Command, context: CliContext, finish: (code: number) => void): void {
  withOutputOptions(parent.command('revoke'))
    .summary('end a key')
    .description('End a key for good. Every process refuses it within a second.')
    .argument('<id>', 'its public part, as `key list` shows it')
    .action(async (id: string, options: OutputOptions) =>
      finish(
        await runVerb(context, options, ({ output, withContainer }) =>
          withContainer(
            async ({ keys }) => {
              const revoked = await keys.revoke(id);
              output.report(revoked, () => `Key ${revoked.id} ("${oneLine(revoked.name)}") is revoked.`);
            },
            { serving: false },
          ),
        ),
      ),
    );
}

function ending(text: string): Date {
  const [, amount, unit = ''] = /^(\d{1,5})([hdwy])$/.exec(text) ?? [];
  if (amount !== undefined) return new Date(Date.now() + Number(amount) * UNITS[unit]!);
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new InvalidArgumentError('It must be a time such as 2027-03-01T00:00:00Z, or a span such as 12h, 90d, 4w, 1y.');
}

function listText(keys: readonly ApiKey[], now: Date): string {
  if (keys.length === 0) return 'There are no keys: `learnrec key create` makes one.';
  return table(
    ['key', 'name', 'role', 'created', 'expires', 'last used', 'state'],
    keys.map((key) => [
      `lrk_${key.id}`,
      oneLine(key.name),
      key.role,
      day(key.createdAt),
      key.expiresAt ? day(key.expiresAt) : 'never',
      key.lastUsedAt ? minute(key.lastUsedAt) : 'never',
      key.revokedAt ? `revoked ${day(key.revokedAt)}` : key.expiresAt && key.expiresAt <= now ? 'expired' : 'valid',
    ]),
  );
}
