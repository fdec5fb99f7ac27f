import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { measureOperations } from '../../../src/graphql/operation-size.js';

const measure = (source: string) => measureOperations(parse(source));

describe('measureOperations', () => {
  it('counts nested fields, fields at the top, aliases and all fields', () => {
    expect(measure('{ a { b { c } } x: d  e { y: f } }')).toMatchObject([
      { depth: 3, rootFields: 3, aliases: 2, fields: 6, introspection: 0 },
    ]);
  });

  it('measures every operation of a document', () => {
    expect(measure('query A { a } query B { a { b } }').map((size) => size.depth)).toEqual([1, 2]);
  });

  it('counts a fragment wherever it is spread, inline ones too', () => {
    const source = `{ a { ...f } b { ... on T { ...f } } } fragment f on T { x: c { d } }`;
    expect(measure(source)).toMatchObject([{ depth: 3, rootFields: 2, aliases: 2, fields: 6, fragments: 2 }]);
  });

  it('counts fragments that double a hundred times, without walking them', () => {
    const fragments = Array.from({ length: 100 }, (_, i) => `fragment f${i + 1} on T { ...f${i} ...f${i} }`);
    const [size] = measure(`{ ...f100 } fragment f0 on T { a } ${fragments.join(' ')}`);
    expect(size?.fields).toBe(2 ** 100);
  });

  it('ends on fragments that spread themselves', () => {
    expect(measure('{ ...f } fragment f on T { a { ...g } } fragment g on T { b { ...f } }')[0]?.depth).toBe(2);
  });

  it('leaves out what is nested below introspection fields', () => {
    expect(measure(getIntrospectionQuery())[0]).toMatchObject({ depth: 1, rootFields: 1 });
  });
});
