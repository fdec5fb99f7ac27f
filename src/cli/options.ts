import { InvalidArgumentError, type Command } from 'commander';
import { parseInstant } from '../services/import/parse-instant.js';

/** Adds the options that every reporting verb has. */
export function withOutputOptions(command: Command): Command {
  return command
    .option('--json', 'print the result as one line of JSON, and errors as JSON on standard error')
    .option('-q, --quiet', 'no progress and no remarks')
    .option('--verbose', 'show where an error came from');
}

/** Parses an integer within bounds. */
export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(
      maximum === Number.MAX_SAFE_INTEGER
        ? `It must be an integer of at least ${minimum}.`
        : `It must be an integer from ${minimum} to ${maximum}.`,
    );
  };
}

/** Parses a number within bounds. */
export function number(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a number from ${minimum} to ${maximum}.`);
  };
}

/** Parses a share from 0 to 1. */
export const share = number(0, 1);

/** Parses any 32-bit seed. */
export const seed = integer(-(2 ** 31), 2 ** 31 - 1);

/** Parses an instant as imports read it. */
export function instant(text: string): Date {
  const value = parseInstant(text);
  if (value) return value;
  throw new InvalidArgumentError('It must be a time such as 2025-03-01T09:30:00Z.');
}

/** Collects texts, given any number of times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** Collects `name=value`, given any number of times. The last `=` parts them: a column's name may hold others. */
export function pair(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.lastIndexOf('=');
  if (at <= 0 || at === text.length - 1) throw new InvalidArgumentError('It must look like name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Collects `field.word=VALUE`, given any number of times; VALUE may be left out for no value. */
export function valuePair(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.lastIndexOf('=');
  if (at <= 0 || !text.slice(0, at).includes('.'))
    throw new InvalidArgumentError('It must look like field.word=VALUE, such as difficulty_level.expert=ADVANCED.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** As `pair`, with numbers. */
export function numberPair(text: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const [[name, value]] = Object.entries(pair(text)) as [[string, string]];
  if (Number.isNaN(Number(value)) || value.trim() === '') throw new InvalidArgumentError(`${name} must be a number.`);
  return { ...before, [name]: Number(value) };
}

/** Parses numbers from 0 to 1, parted by commas. */
export function shares(text: string): number[] {
  return text.split(',').map((part) => share(part));
}

/** Parses words of a list, parted by commas; small letters and hyphens stand for the names in the API. */
export function names<T extends string>(allowed: readonly T[]): (text: string) => T[] {
  const one = name(allowed);
  return (text) => text.split(',').map((part) => one(part));
}

/** Parses one word of a list. */
export function name<T extends string>(allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((word) => word === text.trim().toUpperCase().replaceAll('-', '_'));
    if (found !== undefined) return found;
    const words = allowed.map((word) => word.toLowerCase().replaceAll('_', '-'));
    throw new InvalidArgumentError(`It must be of ${words.join(', ')}.`);
  };
}
