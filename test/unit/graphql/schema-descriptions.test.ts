import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  validate,
  ValuesOfCorrectTypeRule,
  type GraphQLField,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';
import { buildSchema } from '../../../src/graphql/schema.js';

/** A place of the schema that a reader may ask about. */
interface Place {
  readonly name: string;
  readonly kind: 'type' | 'field' | 'argument' | 'input field' | 'value';
  readonly description: string;
  /** Of fields, arguments and input fields. */
  readonly type?: GraphQLType;
}

function placesOf(schema: GraphQLSchema): Place[] {
  const places: Place[] = [{ name: 'schema', kind: 'type', description: schema.description ?? '' }];
  const add = (
    name: string,
    kind: Place['kind'],
    described: { description?: string | null },
    type?: GraphQLType,
  ): void => void places.push({ name, kind, description: described.description ?? '', ...(type && { type }) });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    add(type.name, 'type', type);
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        add(`${type.name}.${field.name}`, 'field', field, field.type);
        for (const arg of field.args) add(`${type.name}.${field.name}(${arg.name})`, 'argument', arg, arg.type);
      }
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        add(`${type.name}.${field.name}`, 'input field', field, field.type);
    if (isEnumType(type)) for (const value of type.getValues()) add(`${type.name}.${value.name}`, 'value', value);
  }
  return places;
}

/** The convention: a description ends with ``Example: `<value>`.``; strings, ids and instants stand there without quotes. */
function exampleOf(description: string): string | null {
  return / Example: `([^`]+)`\.$/s.exec(description)?.[1] ?? null;
}

/** Whether the example is a value that the type has. */
function fits(schema: GraphQLSchema, example: string, type: GraphQLType): boolean {
  const nullable = getNullableType(type);
  const bare = isScalarType(nullable) && !['Int', 'Float', 'Boolean'].includes(nullable.name);
  const literal = bare ? JSON.stringify(example) : example;
  try {
    const document = parse(`query ($value: ${String(nullable)} = ${literal}) { __typename @include(if: $value) }`);
    return validate(schema, document, [ValuesOfCorrectTypeRule]).length === 0;
  } catch {
    return false;
  }
}

describe('the descriptions of the schema', () => {
  let schema: GraphQLSchema;
  let places: Place[];
  beforeAll(async () => {
    schema = await buildSchema();
    places = placesOf(schema);
  });

  const namesOf = (bad: (place: Place) => boolean): string[] => places.filter(bad).map(({ name }) => name);

  it('are sentences, on every type, field, argument, input field and enum value', () => {
    expect(places.length).toBeGreaterThan(600);
    expect(namesOf(({ description }) => !/^[^\s].{7,}[.:]$/s.test(description))).toEqual([]);
  });

  it('end with an example on every argument, input field, and field that holds a value', () => {
    const needsOne = ({ kind, type }: Place): boolean =>
      kind === 'argument' || kind === 'input field' || (kind === 'field' && isLeafType(getNamedType(type!)));
    expect(places.filter(needsOne).length).toBeGreaterThan(400);
    expect(namesOf((place) => needsOne(place) && exampleOf(place.description) === null)).toEqual([]);
  });

  it('have examples that are values of their type', () => {
    expect(
      namesOf(({ description, type }) => {
        const example = exampleOf(description);
        return example !== null && type !== undefined && !fits(schema, example, type);
      }),
    ).toEqual([]);
  });

  it('would be told apart from those that lack one', () => {
    expect(exampleOf('Score, 0-10.')).toBeNull();
    expect(exampleOf('Score, 0-10. Example: 8.')).toBeNull();
    expect(exampleOf('Score, 0-10. Example: `8`.')).toBe('8');
    const float = schema.getType('Float')!;
    expect([fits(schema, '8', float), fits(schema, 'eight', float), fits(schema, '"8"', float)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(fits(schema, 'BEGINER', schema.getType('DifficultyLevel')!)).toBe(false);
    expect(fits(schema, '{ alogrithm: ITEM_KNN }', schema.getType('RetrainInput')!)).toBe(false);
  });

  it('say the default of every argument and input field that has one', () => {
    const withDefault: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type)) continue;
      const inputs = isInputObjectType(type)
        ? Object.values(type.getFields()).map((field) => ({ place: `${type.name}.${field.name}`, ...field }))
        : isObjectType(type)
          ? Object.values(type.getFields()).flatMap((field) =>
              field.args.map((arg) => ({ place: `${type.name}.${field.name}(${arg.name})`, ...arg })),
            )
          : [];
      for (const { place, defaultValue, description } of inputs) {
        if (defaultValue === undefined) continue;
        withDefault.push(place);
        expect([place, description]).toEqual([place, expect.stringMatching(/\bDefault\b/)]);
      }
    }
    expect(withDefault.length).toBeGreaterThan(40);
  });

  it('say of every number where it may lie, or what is counted', () => {
    const numbers = places.filter(
      ({ kind, type }) =>
        (kind === 'argument' || kind === 'input field') && ['Int', 'Float'].includes(getNamedType(type!).name),
    );
    expect(numbers.length).toBeGreaterThan(40);
    expect(
      numbers
        .filter(({ name }) => name !== 'HyperParameterInput.value')
        .filter(({ description }) => !/\d\s?(-|to)\s?\d|above 0|\d and up|from 0/.test(description))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  /** Null beside an entry of `errors`: what computes with a model, and every mutation. The rest of the answer stands then. */
  const NULL_WITH_AN_ERROR = [
    'Content.similar',
    'Query.alphaSweep',
    'Query.compareModels',
    'Query.evaluation',
    'Query.modelReport',
    'Query.recommendations',
    'Query.recommendationsForProfile',
    'Query.similarContent',
    'Query.similarContentList',
    'Query.similarUsers',
    'Query.trending',
    'User.recommendations',
  ];

  it('say of every field that can be null when it is', () => {
    const nullable = places.filter(({ kind, type }) => kind === 'field' && !isNonNullType(type));
    expect(
      nullable
        .filter(({ description }) => !/\bnull\b/i.test(description))
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('Mutation.'))
        .sort(),
    ).toEqual(NULL_WITH_AN_ERROR);
  });

  it('belong to lists without holes, but where null is a value', () => {
    const holes = places.filter(({ type }) => {
      const list = type && getNullableType(type);
      return list && isListType(list) && !isNonNullType(list.ofType);
    });
    expect(holes.map(({ name }) => name).sort()).toEqual(['HeatMap.columns', 'HeatMap.rows', 'Query.nodes']);
  });

  it('belong to connections that are paged alike', () => {
    const connections: [string, GraphQLField<unknown, unknown>][] = [];
    for (const type of Object.values(schema.getTypeMap()))
      if (isObjectType(type) && !isIntrospectionType(type))
        for (const field of Object.values(type.getFields()))
          if (getNamedType(field.type).name.endsWith('Connection'))
            connections.push([`${type.name}.${field.name}`, field]);
    expect(connections.map(([name]) => name).sort()).toEqual([
      'Query.contents',
      'Query.models',
      'Query.trainingJobs',
      'Query.users',
      'User.engagements',
      'User.feedback',
    ]);
    for (const [name, field] of connections) {
      const args = new Map(field.args.map((arg) => [arg.name, arg]));
      expect([name, String(args.get('first')?.type), args.get('first')?.defaultValue]).toEqual([name, 'Int!', 20]);
      expect(args.get('first')?.description).toContain('1-100');
      expect(String(args.get('after')?.type)).toBe('String');
      const connection = getNamedType(field.type);
      if (!isObjectType(connection)) throw new Error(`${name} is no object`);
      const fields = Object.fromEntries(
        Object.values(connection.getFields()).map((one) => [one.name, String(one.type)]),
      );
      const node = connection.name.replace('Connection', '');
      expect(fields).toEqual({
        edges: `[${node}Edge!]!`,
        nodes: `[${node}!]!`,
        pageInfo: 'PageInfo!',
        totalCount: 'Int!',
      });
    }
  });

  it('belong to mutations that all tell what was refused', () => {
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const payload = getNamedType(field.type);
      if (!isObjectType(payload)) throw new Error(`${field.name} has no payload`);
      expect([field.name, payload.name, String(payload.getFields()['userErrors']?.type)]).toEqual([
        field.name,
        `${field.name[0]!.toUpperCase()}${field.name.slice(1)}Payload`,
        '[UserError!]!',
      ]);
    }
    const error = schema.getType('UserError');
    if (!isObjectType(error)) throw new Error('There is no UserError');
    expect(
      Object.values(error.getFields())
        .map(({ name, type }) => `${name}: ${type}`)
        .sort(),
    ).toEqual(['code: ErrorCode!', 'message: String!', 'path: [String!]!']);
  });

  it('name what replaces a deprecated place', () => {
    for (const type of Object.values(schema.getTypeMap())) {
      const fields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};
      for (const { name, deprecationReason } of Object.values(fields))
        if (deprecationReason != null)
          expect([type.name, name, deprecationReason]).toEqual([type.name, name, expect.stringMatching(/^Use `\w+/)]);
    }
  });

  it('have names as GraphQL writes them', () => {
    for (const { name, kind } of places) {
      const own = /[\w]+(?=\)?$)/.exec(name)![0];
      const style = kind === 'value' ? /^[A-Z][A-Z0-9_]*$/ : kind === 'type' ? /^(schema|[A-Z]\w*)$/ : /^[a-z]\w*$/;
      expect([name, own]).toEqual([name, expect.stringMatching(style)]);
    }
  });
});
