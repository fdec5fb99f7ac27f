import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nestingOfDocument, nestingOfJson } from '../../../../src/graphql/documents/nesting.js';

describe('nestingOfJson', () => {
  it.each([
    ['', 0],
    ['1', 0],
    ['{}', 1],
    ['[{"a":[1]},{}]', 3],
    ['{"a":"[[[[{{{{"}', 1],
    ['{"a":"\\"[[[["}', 1],
    ['{"a":"\\\\"}[', 1],
    [']]]][[', 2],
    ['"unterminated [[[[', 0],
  ])('%j lies %d deep', (text, depth) => {
    expect(nestingOfJson(text)).toBe(depth);
  });

  it('is the depth of what JSON.parse makes of it, for any value', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(nestingOfJson(text)).toBe(depthOf(JSON.parse(text)));
      }),
    );
  });
});

describe('nestingOfDocument', () => {
  it.each([
    ['{ a { b(c: [{ d: 1 }]) } }', 5],
    ['{ a(b: "{{{{") }', 2],
    ['{ a(b: """ {{{{ "" \\""" {{{{ """) }', 2],
    ['{ a # {{{{{{\n }', 1],
    ['{ a(b: "\n{{{{', 6],
    ['"""', 0],
  ])('%j lies %d deep', (text, depth) => {
    expect(nestingOfDocument(text)).toBe(depth);
  });

  it('takes a text of brackets of any length', () => {
    expect(nestingOfDocument('['.repeat(1_000_000))).toBe(1_000_000);
  });
});
