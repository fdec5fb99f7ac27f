import { describe, expect, it } from '@jest/globals';
import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema, printSorted } from '../../../src/graphql/schema.js';

/** Every place of the schema that a reader may ask about, with its description. */
function describedPlaces(schema: GraphQLSchema): [place: string, description: string | null | undefined][] {
  const places: [string, string | null | undefined][] = [['schema', schema.description]];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    places.push([type.name, type.description]);
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        places.push([`${type.name}.${field.name}`, field.description]);
        for (const arg of field.args) places.push([`${type.name}.${field.name}(${arg.name})`, arg.description]);
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        places.push([`${type.name}.${field.name}`, field.description]);
    } else if (isEnumType(type)) {
      for (const value of type.getValues()) places.push([`${type.name}.${value.name}`, value.description]);
    }
  }
  return places;
}

const BOUNDED = ['k', 'first', 'alpha', 'alphas', 'diversity', 'exploration', 'minScore', 'max', 'window'];

describe('the schema', () => {
  it('describes every type, field, argument and enum value in a sentence', async () => {
    const places = describedPlaces(await buildSchema());
    expect(places.length).toBeGreaterThan(250);
    expect(
      places
        .filter(([, description]) => !description || !/^[^\s].{7,}[.:]$/s.test(description))
        .map(([place]) => place),
    ).toEqual([]);
  });

  it('states range and default of every bounded argument', async () => {
    const schema = await buildSchema();
    const fields = [schema.getQueryType()!, schema.getType('User'), schema.getType('Content')].flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()) : [],
    );
    const bounded = fields.flatMap((field) => field.args).filter((arg) => BOUNDED.includes(arg.name));
    expect(bounded.length).toBeGreaterThanOrEqual(10);
    for (const arg of bounded) {
      expect(arg.description).toMatch(/1-100|0-1|from 0 .* to 1|1-365/);
      expect(arg.description).toMatch(/Default/);
    }
  });

  it('has the root fields of the design and no others', async () => {
    const schema = await buildSchema();
    expect(Object.keys(schema.getQueryType()!.getFields()).sort()).toEqual(
      [
        'algorithms alphaSweep compareModels content contentValues contents evaluation insights model modelReport models node nodes randomUsers recommendations recommendationsForProfile',
        'settings similarContent similarContentList similarUsers trainingJob trainingJobs trending user userValues users',
      ]
        .join(' ')
        .split(' '),
    );
    expect(Object.keys(schema.getMutationType()!.getFields()).sort()).toEqual(
      'activateModel cancelTraining deleteModel deleteUsers giveFeedback recordEngagements retrain undoFeedback upsertContent upsertUsers'.split(
        ' ',
      ),
    );
    expect(Object.keys(schema.getSubscriptionType()!.getFields()).sort()).toEqual(
      'evaluationProgress modelActivated recommendationsChanged trainingProgress'.split(' '),
    );
  });

  it('is printed the same whenever it is built, sorted', async () => {
    const printed = printSorted(await buildSchema());
    expect(printSorted(await buildSchema())).toBe(printed);
    const types = [...printed.matchAll(/^(?:type|input|enum|scalar) (\w+)/gm)].map((match) => match[1]!);
    expect(types).toEqual([...types].sort());
  });
});
