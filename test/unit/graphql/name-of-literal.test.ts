import { describe, expect, it } from '@jest/globals';
import { type ASTNode, Kind, parse, visit } from 'graphql';
import { nameOfLiteral } from '../../../src/graphql/name-of-literal.js';

/** The name found for the literal that reads like `text`. */
function nameOf(source: string, text: string): string | null | undefined {
  let found: ASTNode | undefined;
  visit(parse(source), {
    enter(node) {
      const { loc } = node;
      if (!found && loc && node.kind !== Kind.NAME && loc.source.body.slice(loc.start, loc.end) === text) found = node;
    },
  });
  return found && nameOfLiteral(found);
}

describe('nameOfLiteral', () => {
  it.each([
    ['{ f(k: 1.5) }', '1.5', 'k'],
    ['{ f(a: 1, k: "x", b: 2) }', '"x"', 'k'],
    ['{ f(input: { a: 1, seconds: 1e24 }) }', '1e24', 'seconds'],
    ['{ f(input: [{ a: { b: 1 } }, { c: 7 }]) }', '7', 'c'],
    ['{ f(input: [{ a: { b: 1 } }, { c: 7 }]) }', '{ c: 7 }', 'input'],
    ['{ f(tags: ["a", ["b"], 3]) }', '3', 'tags'],
    ['query ($k: Int = 1.5) { f }', '1.5', 'k'],
    ['{ f(k: 1) }', 'f(k: 1)', null],
  ])('%s: %s stands for %s', (source, text, name) => {
    expect(nameOf(source, text)).toBe(name);
  });
});
