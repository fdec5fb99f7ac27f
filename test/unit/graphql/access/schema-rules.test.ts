import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { buildSchema } from '../../../../src/graphql/schema.js';

/** Types that say something about one learner. Whatever leads to them is about a learner too. */
const ABOUT_A_LEARNER = ['User', 'Engagement', 'Feedback', 'RecommendationList', 'AlphaSweep'];
/** What only carries entries from a field that has a rule; the field that returns it is checked. */
const CARRIER = /(Connection|Edge|Payload)$|^SimilarUser$/;

/** Names of the types whose values hold, at any depth within one value, data of a learner. */
function typesOfPersons(schema: GraphQLSchema): Set<string> {
  const persons = new Set(ABOUT_A_LEARNER);
  const leads = (type: GraphQLNamedType): boolean =>
    isObjectType(type) &&
    (type.name in persons ||
      'user' in type.getFields() ||
      'userId' in type.getFields() ||
      (CARRIER.test(type.name) &&
        Object.values(type.getFields()).some((field) => returnsPerson(schema, field, persons))));
  for (let before = 0; before !== persons.size;) {
    before = persons.size;
    for (const type of Object.values(schema.getTypeMap())) if (leads(type)) persons.add(type.name);
  }
  return persons;
}

function returnsPerson(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, persons: Set<string>): boolean {
  const type = getNamedType(field.type);
  const names = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
  return names.some((name) => persons.has(name));
}

/** Rules by `Type.field`, as type-graphql has them. */
function rules(): Map<string, readonly unknown[]> {
  const storage = getMetadataStorage();
  const found = new Map<string, readonly unknown[]>();
  const roots = { Query: storage.queries, Mutation: storage.mutations, Subscription: storage.subscriptions };
  for (const [type, fields] of Object.entries(roots))
    for (const { schemaName, roles } of fields) if (roles) found.set(`${type}.${schemaName}`, roles);
  for (const type of [...storage.objectTypes, ...storage.interfaceTypes])
    for (const { schemaName, roles } of type.fields ?? []) if (roles) found.set(`${type.name}.${schemaName}`, roles);
  for (const { getObjectType, schemaName, roles } of storage.fieldResolvers) {
    const target: unknown = getObjectType?.();
    const named = storage.objectTypes.find((type) => type.target === target)?.name;
    if (roles && named) found.set(`${named}.${schemaName}`, roles);
  }
  return found;
}

describe('the rules of the schema', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await buildSchema();
  });

  const fieldsOf = (type: GraphQLObjectType): [string, GraphQLField<unknown, unknown>][] =>
    Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);

  it('has one on every field at the top', () => {
    const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
    const known = rules();
    const fields = roots.flatMap(fieldsOf).map(([place]) => place);
    expect(fields.length).toBeGreaterThan(20);
    expect(fields.filter((place) => !known.has(place))).toEqual([]);
  });

  it('has one on every field that leads to a person', () => {
    const persons = typesOfPersons(schema);
    expect([...persons]).toEqual(expect.arrayContaining(['UserConnection', 'SimilarUser', 'UpsertUsersPayload']));
    const known = rules();
    const leading = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !CARRIER.test(type.name))
      .flatMap((type) => fieldsOf(type as GraphQLObjectType))
      .filter(([, field]) => returnsPerson(schema, field, persons))
      .map(([place]) => place);
    expect(leading).toEqual(expect.arrayContaining(['Query.user', 'User.engagements', 'RecommendationList.user']));
    expect(leading.filter((place) => !known.has(place))).toEqual([]);
  });

  it('lets no token of a learner change anything but by rows of learners', () => {
    const open = [...rules()]
      .filter(([place, roles]) => place.startsWith('Mutation.') && roles.some((role) => typeof role !== 'string'))
      .map(([place]) => place);
    expect(open.sort()).toEqual(['Mutation.giveFeedback', 'Mutation.recordEngagements', 'Mutation.undoFeedback']);
  });

  it('is checked by a resolver wherever it stands: a field without one would be read past its rule', () => {
    for (const place of rules().keys()) {
      const [type, field] = place.split('.') as [string, string];
      const found = (schema.getType(type) as GraphQLObjectType).getFields()[field];
      expect([place, typeof (found?.subscribe ?? found?.resolve)]).toEqual([place, 'function']);
    }
  });
});
