import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { ENUM_FIELDS, ENUM_NAMES } from '../../../studio/src/generated/enum-fields.js';
import { RecommendDocument, SimilarDocument } from '../../../studio/src/generated/operations.js';
import { inlineVariables } from '../../../studio/src/graphql/inline-variables.js';

const enums = { names: ENUM_NAMES, fields: ENUM_FIELDS };
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

describe('an operation with its values in their places', () => {
  it('writes enums without quotes, at any depth, and leaves out what has no value', () => {
    const source = `query Q($id: ID!, $alpha: Float, $filter: CatalogueFilter, $k: Int) {
      recommendations(userId: $id, alpha: $alpha, filter: $filter, k: $k) { id }
    }`;
    const filter = {
      difficultyLevel: { in: ['BEGINNER'] },
      domain: { in: ['BEGINNER', 'a "b"\\n'] },
      subtopic: undefined,
    };
    expect(inlineVariables(source, { id: '42', alpha: 0.5, filter, k: undefined }, enums)).toBe(`query Q {
  recommendations(
    userId: "42"
    alpha: 0.5
    filter: {difficultyLevel: {in: [BEGINNER]}, domain: {in: ["BEGINNER", "a \\"b\\"\\\\n"]}}
  ) {
    id
  }
}`);
  });

  it.each([
    [
      RecommendDocument,
      { userId: 'u"1', k: 5, filter: { difficultyLevel: { notIn: ['ADVANCED'] } }, includeSeen: true },
    ],
    [SimilarDocument, { contentId: '17', k: 3, basis: 'HYBRID' }],
  ])('is valid: %#', (document, variables) => {
    expect(validate(schema, parse(inlineVariables(document.toString(), variables, enums)))).toEqual([]);
  });
});
